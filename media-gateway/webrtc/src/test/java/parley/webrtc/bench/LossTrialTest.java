package parley.webrtc.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;
import parley.audio.opus.OpusException;
import parley.audio.opus.OpusSettings;
import parley.webrtc.netem.NetworkConditions;

/** The receive path with the real codec behind bad networks. */
class LossTrialTest {
    private static final OpusSettings WITH_FEC = new OpusSettings(32_000, 2, 20, false);

    private static LossTrial.Outcome through(NetworkConditions conditions, OpusSettings settings) throws OpusException {
        return new LossTrial(conditions, new Random(11)).run(20, settings);
    }

    @Test
    void shouldMakeUpNothingOnAGoodNetwork() throws OpusException {
        LossTrial.Outcome outcome = through(NetworkConditions.PERFECT.withDelay(20, 0), WITH_FEC);
        assertThat(outcome.concealedShare()).isZero();
        assertThat(outcome.frames()).isEqualTo(1_000);
        assertThat(outcome.waitMillis().percentile(1)).isZero();
    }

    @Test
    void shouldRecoverMostOfWhatIsLostAtRandom() throws OpusException {
        LossTrial.Outcome outcome =
                through(NetworkConditions.PERFECT.withLoss(0.1).withDelay(20, 3), WITH_FEC);
        assertThat(outcome.lostShare()).isCloseTo(0.1, within(0.03));
        assertThat(outcome.concealedShare()).isLessThan(0.03);
        assertThat(outcome.concealedVoicedShare()).isLessThan(0.025);
        assertThat(outcome.frames()).isBetween(990L, 1_000L);
        assertThat(outcome.waitMillis().percentile(0.5)).isLessThan(10);
    }

    @Test
    void shouldMakeUpWhatBurstsTookAway() throws OpusException {
        LossTrial.Outcome outcome =
                through(NetworkConditions.PERFECT.withBursts(0.1, 3).withDelay(20, 3), WITH_FEC);
        assertThat(outcome.concealedShare()).isBetween(0.02, 0.15);
        assertThat(outcome.recoveredShare()).isGreaterThan(0.01);
    }

    @Test
    void shouldWaitForPacketsThatWereOvertaken() throws OpusException {
        // Held back by less than the hold: everything comes, nothing is made up.
        LossTrial.Outcome outcome =
                through(NetworkConditions.PERFECT.withReordering(0.05, 25).withDelay(20, 0), WITH_FEC);
        assertThat(outcome.concealedShare()).isLessThan(0.01);
        assertThat(outcome.frames()).isEqualTo(1_000);
    }

    @Test
    void shouldIgnoreDuplicates() throws OpusException {
        LossTrial.Outcome outcome =
                through(NetworkConditions.PERFECT.withDuplication(0.3).withDelay(20, 5), WITH_FEC);
        assertThat(outcome.frames()).isEqualTo(1_000);
        assertThat(outcome.concealedShare()).isZero();
    }
}
