package parley.connectors.browser;

import java.util.Random;

/** Something with a voice's pitch, harmonics and rhythm, different for every seed; nothing that anybody said. */
public final class SyntheticVoice {
    private SyntheticVoice() {}

    public static short[] of(long seed, int seconds, int rate) {
        Random random = new Random(seed);
        short[] samples = new short[seconds * rate];
        double phase = 0;
        int at = 0;
        while (at < samples.length) {
            int syllable = rate * (90 + random.nextInt(220)) / 1000;
            int pause = rate * (random.nextInt(6) == 0 ? 300 + random.nextInt(400) : random.nextInt(60)) / 1000;
            double pitch = 110 + random.nextInt(140);
            double strength = 2_000 + random.nextInt(5_000);
            for (int i = 0; i < syllable && at < samples.length; i++, at++) {
                phase += 2 * Math.PI * pitch / rate;
                double envelope = Math.sin(Math.PI * i / syllable);
                double wave = 0;
                for (int harmonic = 1; harmonic <= 12; harmonic++) {
                    wave += Math.sin(phase * harmonic) / harmonic;
                }
                samples[at] = (short) (strength * envelope * wave / 1.6);
            }
            at += pause;
        }
        return samples;
    }
}
