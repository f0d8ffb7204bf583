package parley.stt.bench;

import java.util.Arrays;
import parley.audio.pcm.SampleRate;

/**
 * How loud speech is while somebody speaks, by ITU-T P.56, method B: the power where its envelope is at most 15.9 dB below
 * that power, and a fifth of a second on. Pauses do not make it lower, weak consonants are part of it.
 */
final class ActiveSpeechLevel {
    private static final double SMOOTHING = Math.exp(-1 / (0.03 * SampleRate.KHZ_16.hz()));
    private static final int HANGOVER = SampleRate.KHZ_16.samplesIn(200);
    private static final double MARGIN_DB = 15.9;
    private static final int THRESHOLDS = 15;

    private ActiveSpeechLevel() {}

    /** The mean square of 16 kHz samples where they are speech; 0 where there is none. */
    static double power(short[] samples) {
        int[] active = new int[THRESHOLDS];
        int[] since = new int[THRESHOLDS];
        Arrays.fill(since, HANGOVER + 1);
        double energy = 0;
        double once = 0;
        double envelope = 0;
        for (short sample : samples) {
            energy += (double) sample * sample;
            once = SMOOTHING * once + (1 - SMOOTHING) * Math.abs(sample);
            envelope = SMOOTHING * envelope + (1 - SMOOTHING) * once;
            for (int i = 0; i < THRESHOLDS; i++) {
                since[i] = envelope >= threshold(i) ? 0 : since[i] + 1;
                active[i] += since[i] <= HANGOVER ? 1 : 0;
            }
        }
        return energy == 0 ? 0 : whereMarginIsMet(energy, active);
    }

    /** Between the last threshold that lies further below the power above it than the margin and the first that does not. */
    private static double whereMarginIsMet(double energy, int[] active) {
        double level = decibels(energy / Math.max(1, active[0]));
        double distance = level;
        for (int i = 1; i < THRESHOLDS && active[i] > 0; i++) {
            double nextLevel = decibels(energy / active[i]);
            double nextDistance = nextLevel - decibels(Math.pow(threshold(i), 2));
            if (nextDistance <= MARGIN_DB) {
                double part = (distance - MARGIN_DB) / (distance - nextDistance);
                return Math.pow(10, (level + part * (nextLevel - level)) / 10);
            }
            level = nextLevel;
            distance = nextDistance;
        }
        return Math.pow(10, level / 10);
    }

    private static double threshold(int index) {
        return 1 << index;
    }

    private static double decibels(double power) {
        return 10 * Math.log10(power);
    }
}
