package parley.stt.bench;

import java.util.List;
import java.util.Random;
import parley.audio.pcm.SampleRate;

/** What is heard beside whoever speaks. Its level does not matter. */
@FunctionalInterface
interface Noise {
    double[] next(int length);

    /** White, smoothed a little: a fan at the microphone, a poor amplifier. It hides consonants first. */
    static Noise hiss(Random random) {
        return length -> {
            double[] noise = new double[length];
            double last = 0;
            for (int i = 0; i < length; i++) {
                last = 0.7 * last + random.nextGaussian();
                noise[i] = last;
            }
            return noise;
        };
    }

    /** As rooms have it on the average: Hoth's spectrum, which telephones are tested with (ITU-T P.800). */
    static Noise room(Random random) {
        double[] response = HothSpectrum.response();
        return length -> {
            double[] white = random.doubles(length + response.length, -1, 1).toArray();
            double[] noise = new double[length];
            for (int i = 0; i < length; i++) {
                double sum = 0;
                for (int k = 0; k < response.length; k++) {
                    sum += response[k] * white[i + k];
                }
                noise[i] = sum;
            }
            return noise;
        };
    }

    /** Six others who talk at once, each as loud as the next. */
    static Noise babble(Random random, List<short[]> voices) {
        return length -> {
            double[] noise = new double[length];
            for (int voice = 0; voice < 6; voice++) {
                short[] speech = voices.get(random.nextInt(voices.size()));
                double power = 1;
                for (short sample : speech) {
                    power += (double) sample * sample / speech.length;
                }
                int from = random.nextInt(speech.length);
                for (int i = 0; i < length; i++) {
                    noise[i] += speech[(from + i) % speech.length] / Math.sqrt(power);
                }
            }
            return noise;
        };
    }

    /** The spectrum's density in decibels at the middles of thirds of octaves, and a filter that makes it of white noise. */
    final class HothSpectrum {
        private static final double LOWEST_HZ = 100;
        private static final double[] DECIBELS = {
            32.4, 30.9, 29.1, 27.6, 26.0, 24.4, 22.7, 21.1, 19.5, 17.8, 16.2, 14.6, 12.9, 11.3, 9.6, 7.8, 5.4, 2.6,
            -1.3, -6.6
        };
        private static final int TAPS = 512;

        private HothSpectrum() {}

        static double decibels(double hertz) {
            double at = Math.clamp(3 * Math.log(hertz / LOWEST_HZ) / Math.log(2), 0, DECIBELS.length - 1);
            int below = Math.min((int) at, DECIBELS.length - 2);
            return DECIBELS[below] + (at - below) * (DECIBELS[below + 1] - DECIBELS[below]);
        }

        private static double[] response() {
            double[] response = new double[TAPS];
            double step = (double) SampleRate.KHZ_16.hz() / TAPS;
            for (int bin = 1; bin < TAPS / 2; bin++) {
                double gain = Math.pow(10, decibels(bin * step) / 20);
                for (int tap = 0; tap < TAPS; tap++) {
                    response[tap] += gain * Math.cos(2 * Math.PI * bin * (tap - TAPS / 2) / TAPS);
                }
            }
            return response;
        }
    }
}
