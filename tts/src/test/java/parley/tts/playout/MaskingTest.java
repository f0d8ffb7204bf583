package parley.tts.playout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;
import parley.audio.pcm.SampleRate;

class MaskingTest {
    private static final long MILLI = 1_000_000;

    private final Masking masking = new Masking(Masking.Policy.PATIENT);

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
        masking.replySounds();
        assertThat(masking.tick(10_000 * MILLI)).isEmpty();
    }

    @Test
    void shouldGiveWayToSomebodyWhoSpeaks() {
        masking.turnTaken(0);
        masking.tick(900 * MILLI);
        assertThat(masking.voiceBegan()).contains(Masking.Action.STOP);
        assertThat(masking.tick(5_000 * MILLI)).isEmpty();
        masking.voiceEnded(5_000 * MILLI);
        assertThat(masking.tick(5_900 * MILLI)).as("one word was enough").isEmpty();
        assertThat(masking.tick(8_000 * MILLI)).contains(Masking.Action.THINK);
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
        assertThat(masking.turnDropped()).isEmpty();
        masking.turnTaken(0);
        masking.tick(900 * MILLI);
        assertThat(masking.turnDropped()).contains(Masking.Action.STOP);
    }

    @Test
    void shouldDoNothingWhenItIsOff() {
        Masking off = new Masking(Masking.Policy.OFF);
        off.turnTaken(0);
        assertThat(off.tick(100_000 * MILLI)).isEmpty();
        assertThatThrownBy(() -> new Masking.Policy(1_000, 500, 0)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void shouldNeverMaskOverSomebodyUnderAnySchedule() {
        for (int seed = 0; seed < 500; seed++) {
            RandomGenerator random =
                    RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
            Masking any = new Masking(Masking.Policy.PATIENT);
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
                        any.replySounds();
                        sounding = false;
                    }
                    default -> action = any.tick(now);
                }
                sounding |= action.isPresent() && action.get() != Masking.Action.STOP;
                assertThat(sounding && speaking > 0).as("seed %d", seed).isFalse();
            }
        }
    }

    @Test
    void shouldMakeASoftSoundWithoutAStep() {
        short[] sound = ThinkingSound.lasting(3_000, SampleRate.KHZ_24);
        assertThat(sound).hasSize(72_000);
        for (int i = 1; i < sound.length; i++) {
            assertThat(Math.abs(sound[i] - sound[i - 1])).isLessThan(60);
            assertThat(Math.abs((int) sound[i])).isLessThan(700);
        }
    }
}
