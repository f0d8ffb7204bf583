package parley.stt.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class ActiveSpeechLevelTest {
    private static final int SECOND = 16_000;

    @Test
    void shouldBeThePowerOfWhatSoundsAllAlong() {
        short[] tone = tone(8_000, 4 * SECOND);
        assertThat(decibels(tone)).isCloseTo(10 * Math.log10(8_000.0 * 8_000 / 2), within(0.1));
    }

    @Test
    void shouldNotCountLongPauses() {
        short[] tone = tone(3_000, 4 * SECOND);
        short[] withPause = Arrays.copyOf(tone, 12 * SECOND);
        assertThat(decibels(withPause)).isCloseTo(decibels(tone), within(0.4));
    }

    @Test
    void shouldCountTheGapsBetweenSounds() {
        short[] gapped = tone(3_000, 4 * SECOND);
        for (int i = 0; i < gapped.length; i++) {
            gapped[i] = i / (SECOND / 10) % 2 == 0 ? gapped[i] : 0;
        }
        assertThat(decibels(gapped)).isCloseTo(decibels(tone(3_000, 4 * SECOND)) - 3, within(0.2));
    }

    @Test
    void shouldFollowTheLevelExactly() {
        short[] speech = new short[6 * SECOND];
        for (int i = 0; i < speech.length; i++) {
            double swell = Math.pow(Math.sin(Math.PI * i / SECOND * 3), 2) * (i / SECOND % 3 == 2 ? 0 : 1);
            speech[i] = (short) (16_000 * swell * Math.sin(i * 0.3));
        }
        short[] softer = new short[speech.length];
        for (int i = 0; i < speech.length; i++) {
            softer[i] = (short) (speech[i] / 10);
        }
        assertThat(decibels(speech) - decibels(softer)).isCloseTo(20, within(0.3));
    }

    @Test
    void shouldFindNothingInSilence() {
        assertThat(ActiveSpeechLevel.power(new short[SECOND])).isZero();
        assertThat(ActiveSpeechLevel.power(new short[0])).isZero();
    }

    private static short[] tone(double amplitude, int length) {
        short[] samples = new short[length];
        for (int i = 0; i < length; i++) {
            samples[i] = (short) Math.round(amplitude * Math.sin(i * 0.4));
        }
        return samples;
    }

    private static double decibels(short[] samples) {
        return 10 * Math.log10(ActiveSpeechLevel.power(samples));
    }
}
