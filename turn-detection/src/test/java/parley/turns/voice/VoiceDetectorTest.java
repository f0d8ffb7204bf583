package parley.turns.voice;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class VoiceDetectorTest {
    private static final long FRAME = 32_000_000;
    private final VoiceDetector detector = new VoiceDetector(VoiceSettings.DEFAULT);
    private final List<VoiceEvent> events = new ArrayList<>();
    private long now;

    private void frames(int count, float probability, float echo) {
        for (int i = 0; i < count; i++) {
            now += FRAME;
            detector.handle(new VoiceFrame(now, FRAME, probability, -30, 0, echo))
                    .ifPresent(events::add);
        }
    }

    @Test
    void shouldBeginOnOneSureChunkAndKeepTheSyllableBefore() {
        frames(10, 0.01f, 0);
        long start = now;
        frames(1, 0.95f, 0);
        VoiceEvent.Onset onset = (VoiceEvent.Onset) events.getFirst();
        assertThat(onset.atNanos()).isEqualTo(start + FRAME);
        assertThat(onset.startNanos()).isEqualTo(start - VoiceSettings.DEFAULT.preRollMillis() * 1_000_000L);
    }

    @Test
    void shouldNotBeginOnOneLikelyChunkAlone() {
        frames(1, 0.5f, 0);
        frames(5, 0.1f, 0);
        assertThat(events).isEmpty();
        frames(2, 0.5f, 0);
        assertThat(events).hasSize(1);
    }

    @Test
    void shouldBridgeShortHolesAndEndAfterTheHangover() {
        frames(10, 0.9f, 0);
        frames(4, 0.1f, 0);
        frames(3, 0.5f, 0);
        assertThat(events).hasSize(1);
        long end = now;
        frames(10, 0.1f, 0);
        assertThat(((VoiceEvent.Offset) events.getLast()).endNanos()).isEqualTo(end);
    }

    @Test
    void shouldAskMoreOfWhatMayBeEcho() {
        frames(10, 0.85f, 1);
        assertThat(events).isEmpty();
        frames(3, 0.99f, 0.2f);
        assertThat(events).hasSize(1);
    }
}
