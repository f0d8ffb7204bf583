package parley.connectors.voice;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import parley.webrtc.loop.VirtualLoop;

final class FrameClockTest {
    private final VirtualLoop loop = new VirtualLoop();
    private final List<Long> ticksMillis = new ArrayList<>();
    private boolean agentIsLate;
    private final FrameClock clock = new FrameClock(loop, new FrameClock.Work() {
        @Override
        public void tick(long nowNanos) {
            ticksMillis.add(nowNanos / 1_000_000);
        }

        @Override
        public boolean awaitsFrame() {
            return agentIsLate;
        }
    });

    @Test
    void shouldTickEvery20Millis() {
        loop.advanceMillis(85);
        assertThat(ticksMillis).containsExactly(20L, 40L, 60L, 80L);
    }

    @Test
    void shouldLetSpeechBeginAtOnceWhereNobodyElseIsHeard() {
        loop.advanceMillis(27);
        clock.frameReady(true, true);
        loop.advanceMillis(33);
        assertThat(ticksMillis).containsExactly(20L, 27L, 47L);
    }

    @Test
    void shouldKeepTheGridWhereOthersAreHeard() {
        loop.advanceMillis(27);
        clock.frameReady(true, false);
        loop.advanceMillis(33);
        assertThat(ticksMillis).containsExactly(20L, 40L, 60L);
    }

    @Test
    void shouldNotDriftWithFramesThatComeALittleEarly() {
        for (int i = 0; i < 100; i++) {
            loop.advanceMillis(i == 0 ? 18 : 20);
            clock.frameReady(false, false);
        }
        assertThat(ticksMillis).hasSize(100).last().isEqualTo(1_998L);
    }

    @Test
    void shouldWaitALittleForAFrameThatIsOnItsWay() {
        loop.advanceMillis(20);
        agentIsLate = true;
        clock.frameReady(false, true);
        ticksMillis.clear();
        loop.advanceMillis(43);
        assertThat(ticksMillis).isEmpty();
        agentIsLate = false;
        clock.frameReady(false, true);
        loop.advanceMillis(20);
        assertThat(ticksMillis).containsExactly(63L, 80L);
    }

    @Test
    void shouldCatchUpButNotWithWhatIsTooOld() {
        loop.holdUpMillis(110);
        loop.run();
        assertThat(ticksMillis).containsExactly(110L, 110L, 110L, 110L, 110L);
        ticksMillis.clear();
        loop.holdUpMillis(2_890);
        loop.run();
        assertThat(ticksMillis).hasSize(5).containsOnly(3_000L);
        ticksMillis.clear();
        loop.advanceMillis(20);
        assertThat(ticksMillis).containsExactly(3_020L);
    }

    @Test
    void shouldBeSilentAfterItsEnd() {
        loop.advanceMillis(20);
        clock.close();
        clock.frameReady(true, true);
        loop.advanceMillis(200);
        assertThat(ticksMillis).containsExactly(20L);
    }
}
