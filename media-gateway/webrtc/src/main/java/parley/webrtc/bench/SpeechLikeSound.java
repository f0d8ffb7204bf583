package parley.webrtc.bench;

import java.util.random.RandomGenerator;
import parley.audio.pcm.SampleRate;

/**
 * A sound that a speech codec treats as a voice: glottal pulses with a moving pitch through three formants that change
 * with every syllable, with pauses between phrases. For benchmarks that must run where there is no recording.
 */
public final class SpeechLikeSound {
    private static final double[][] VOWELS = {
        {730, 1_090, 2_440}, {270, 2_290, 3_010}, {300, 870, 2_240}, {530, 1_840, 2_480}, {570, 840, 2_410}
    };
    private static final double PEAK = 12_000;

    private SpeechLikeSound() {}

    /** @param pauses share of the time that is silent, in pauses of a few hundred milliseconds */
    public static short[] make(SampleRate rate, int millis, double pauses, RandomGenerator random) {
        double[] sound = new double[rate.samplesIn(millis)];
        double[] state = new double[6];
        double pitch = 100 + random.nextInt(120);
        double phase = 0;
        int at = 0;
        while (at < sound.length) {
            int syllables = 3 + random.nextInt(8);
            int phraseStart = at;
            for (int s = 0; s < syllables && at < sound.length; s++) {
                double[] vowel = VOWELS[random.nextInt(VOWELS.length)];
                int length = rate.samplesIn(120 + random.nextInt(120));
                double bend = 0.9 + 0.2 * random.nextDouble();
                for (int i = 0; i < length && at < sound.length; i++, at++) {
                    double way = (double) i / length;
                    phase += pitch * (1 + (bend - 1) * way) / rate.hz();
                    double pulse = phase >= 1 ? 1 : 0;
                    phase -= pulse;
                    double loudness = Math.sin(Math.PI * Math.min(1, way + 0.05));
                    double breath = (random.nextDouble() - 0.5) * 0.02;
                    sound[at] = throughFormants(pulse + breath, vowel, state, rate.hz()) * loudness;
                }
            }
            at += (int) ((at - phraseStart) * pauses / (1 - pauses));
        }
        return scaled(sound);
    }

    private static double throughFormants(double input, double[] formants, double[] state, int hz) {
        double out = 0;
        for (int f = 0; f < formants.length; f++) {
            double radius = Math.exp(-Math.PI * (80 + 40 * f) / hz);
            double angle = 2 * Math.PI * formants[f] / hz;
            double y = input + 2 * radius * Math.cos(angle) * state[2 * f] - radius * radius * state[2 * f + 1];
            state[2 * f + 1] = state[2 * f];
            state[2 * f] = y;
            out += y / (1 + f);
        }
        return out;
    }

    private static short[] scaled(double[] sound) {
        double peak = 1e-9;
        for (double value : sound) {
            peak = Math.max(peak, Math.abs(value));
        }
        short[] samples = new short[sound.length];
        for (int i = 0; i < sound.length; i++) {
            samples[i] = (short) Math.round(sound[i] / peak * PEAK);
        }
        return samples;
    }
}
