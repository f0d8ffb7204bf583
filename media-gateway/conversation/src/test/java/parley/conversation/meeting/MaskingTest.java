package parley.conversation.meeting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;

class MaskingTest {
    private static final long MILLI = 1_000_000;

    /** A word after 0.9 s, a sound after 3 s. */
    private static final Masking.Policy PATIENT = new Masking.Policy(900, 3_000, 15_000);

    private final Masking masking = new Masking(PATIENT);

    @Test
    void shouldAcknowledgeAndThenThinkWhenTheBrainIsLate() {
        masking.turnTaken(0);
        assertThat(masking.tick(899 * MILLI)).isEmpty();
        assertThat(masking.nextNanos()).hasValue(900 * MILLI);
        assertThat(masking.tick(900 * MILLI)).contains(Masking.Action.ACKNOWLEDGE);
        assertThat(masking.tick(2_999 * MILLI)).isEmpty();
        assertThat(masking.tick(3_000 * MILLI)).contains(Masking.Action.THINK);
        assertThat(masking.nextNanos()).isEmpty();
    }

    @Test
    void shouldBeStillWhenTheReplyIsThere() {
        masking.turnTaken(0);
        masking.over();
        assertThat(masking.tick(10_000 * MILLI)).isEmpty();
    }

    @Test
    void shouldGiveWayToSomebodyWhoSpeaks() {
        masking.turnTaken(0);
        masking.tick(900 * MILLI);
        masking.tick(3_000 * MILLI);
        assertThat(masking.voiceBegan()).contains(Masking.Action.STOP);
        assertThat(masking.tick(5_000 * MILLI)).isEmpty();
        masking.voiceEnded(5_000 * MILLI);
        assertThat(masking.tick(5_900 * MILLI)).as("one word was enough").isEmpty();
        assertThat(masking.tick(7_100 * MILLI)).contains(Masking.Action.THINK);
    }

    @Test
    void shouldWaitForTheLastOfSeveralSpeakers() {
        masking.turnTaken(0);
        masking.voiceBegan();
        masking.voiceBegan();
        masking.voiceEnded(1_000 * MILLI);
        assertThat(masking.tick(4_000 * MILLI)).isEmpty();
        masking.voiceEnded(4_000 * MILLI);
        assertThat(masking.tick(4_900 * MILLI)).contains(Masking.Action.ACKNOWLEDGE);
    }

    @Test
    void shouldStopWhenThereWillBeNoReply() {
        masking.turnTaken(0);
        assertThat(masking.over()).isEmpty();
        masking.turnTaken(0);
        masking.tick(900 * MILLI);
        masking.tick(3_000 * MILLI);
        assertThat(masking.over()).contains(Masking.Action.STOP);
    }

    @Test
    void shouldDoNothingWhenItIsOff() {
        Masking off = new Masking(new Masking.Policy(0, 0, 0));
        off.turnTaken(0);
        assertThat(off.tick(100_000 * MILLI)).isEmpty();
        assertThatThrownBy(() -> new Masking.Policy(1_000, 500, 0)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void shouldNeverMaskOverSomebodyUnderAnySchedule() {
        for (int seed = 0; seed < 500; seed++) {
            RandomGenerator random =
                    RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
            Masking any = new Masking(PATIENT);
            int speaking = 0;
            boolean sounding = false;
            for (long now = 0; now < 60_000 * MILLI; now += 100 * MILLI) {
                Optional<Masking.Action> action = Optional.empty();
                switch (random.nextInt(12)) {
                    case 0 -> any.turnTaken(now);
                    case 1 -> {
                        speaking++;
                        action = any.voiceBegan();
                        sounding &= action.isEmpty();
                    }
                    case 2, 3 -> {
                        if (speaking > 0) {
                            speaking--;
                            any.voiceEnded(now);
                        }
                    }
                    case 4 -> {
                        action = any.over();
                        sounding &= action.isEmpty();
                    }
                    default -> action = any.tick(now);
                }
                sounding |= action.equals(Optional.of(Masking.Action.THINK));
                assertThat(sounding && speaking > 0).as("seed %d", seed).isFalse();
            }
        }
    }
}
