package parley.stt.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class NoiseTest {
    private static final int SECOND = 16_000;

    @Test
    void shouldFallWithFrequencyAsRoomsDo() {
        double[] room = Noise.room(new Random(1)).next(4 * SECOND);
        double reference = decibels(room, 500);
        for (double hertz : new double[] {200, 1_000, 2_000, 4_000, 6_300}) {
            double wanted = Noise.HothSpectrum.decibels(hertz) - Noise.HothSpectrum.decibels(500);
            assertThat(decibels(room, hertz) - reference).as("at %s Hz", hertz).isCloseTo(wanted, within(2.0));
        }
    }

    @Test
    void shouldKeepTheTablesOwnValues() {
        assertThat(Noise.HothSpectrum.decibels(1_000)).isCloseTo(16.2, within(0.1));
        assertThat(Noise.HothSpectrum.decibels(8_000)).isCloseTo(-6.6, within(0.2));
        assertThat(Noise.HothSpectrum.decibels(20)).isEqualTo(32.4);
    }

    @Test
    void shouldLetOthersTalkAllAlong() {
        short[] loud = new short[SECOND];
        Arrays.fill(loud, (short) 10_000);
        short[] soft = new short[SECOND / 2];
        Arrays.fill(soft, (short) 100);
        double[] babble = Noise.babble(new Random(1), List.of(loud, soft)).next(3 * SECOND);
        assertThat(babble).hasSize(3 * SECOND);
        assertThat(babble[0]).isCloseTo(6, within(0.1));
        assertThat(babble[3 * SECOND - 1]).isCloseTo(6, within(0.1));
    }

    /** The power around a frequency. */
    private static double decibels(double[] samples, double hertz) {
        double power = 0;
        int count = 60;
        for (int k = 0; k < count; k++) {
            double at = hertz * (0.96 + 0.08 * k / count);
            double cosine = 0;
            double sine = 0;
            for (int i = 0; i < samples.length; i++) {
                double phase = 2 * Math.PI * at * i / SECOND;
                cosine += samples[i] * Math.cos(phase);
                sine += samples[i] * Math.sin(phase);
            }
            power += cosine * cosine + sine * sine;
        }
        return 10 * Math.log10(power / count);
    }
}
