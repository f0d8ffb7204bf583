package parley.turns.end;

/**
 * The log-mel spectrum that Whisper's encoder reads: 16 kHz, windows of 25 ms every 10 ms, 80 mel bands of Slaney's scale, base
 * 10, the quietest 8 decades below the loudest. Sound shorter than 8 s lies at the end of the window. One thread.
 */
final class WhisperFeatures {
    static final int MELS = 80;
    static final int FRAMES = 800;
    private static final int WINDOW = 400;
    private static final int HOP = 160;
    private static final int BINS = WINDOW / 2 + 1;
    private static final int RADIX = 25;

    private final double[] hann = new double[WINDOW];
    private final double[] cos = new double[WINDOW];
    private final double[] sin = new double[WINDOW];
    private final double[][] mels = new double[MELS][BINS];
    private final double[] re = new double[WINDOW];
    private final double[] im = new double[WINDOW];

    WhisperFeatures() {
        for (int i = 0; i < WINDOW; i++) {
            hann[i] = 0.5 - 0.5 * Math.cos(2 * Math.PI * i / WINDOW);
            cos[i] = Math.cos(2 * Math.PI * i / WINDOW);
            sin[i] = -Math.sin(2 * Math.PI * i / WINDOW);
        }
        double highest = mel(8000);
        for (int m = 0; m < MELS; m++) {
            double left = hertz(highest * m / (MELS + 1));
            double middle = hertz(highest * (m + 1) / (MELS + 1));
            double right = hertz(highest * (m + 2) / (MELS + 1));
            for (int k = 0; k < BINS; k++) {
                double f = k * 16_000.0 / WINDOW;
                double weight = Math.min((f - left) / (middle - left), (right - f) / (right - middle));
                mels[m][k] = Math.max(0, weight) * 2 / (right - left);
            }
        }
    }

    float[] of(short[] samples) {
        int used = Math.min(samples.length, AudioEndingModel.WINDOW_SAMPLES);
        double[] padded = new double[AudioEndingModel.WINDOW_SAMPLES + WINDOW];
        int from = WINDOW / 2 + AudioEndingModel.WINDOW_SAMPLES - used;
        double mean = 0;
        double squares = 0;
        for (int i = 0; i < used; i++) {
            double s = samples[samples.length - used + i] / 32_768.0;
            padded[from + i] = s;
            mean += s;
            squares += s * s;
        }
        // Mean and variance are those of the whole window, padding included.
        mean /= AudioEndingModel.WINDOW_SAMPLES;
        double scale = 1 / Math.sqrt(squares / AudioEndingModel.WINDOW_SAMPLES - mean * mean + 1e-7);
        for (int i = WINDOW / 2; i < padded.length - WINDOW / 2; i++) {
            padded[i] = (padded[i] - mean) * scale;
        }
        for (int i = 0; i < WINDOW / 2; i++) {
            padded[i] = padded[WINDOW - i];
            padded[padded.length - 1 - i] = padded[padded.length - 1 - WINDOW + i];
        }
        double[] power = new double[BINS];
        float[] out = new float[MELS * FRAMES];
        double most = -1e9;
        for (int frame = 0; frame < FRAMES; frame++) {
            spectrum(padded, frame * HOP, power);
            for (int m = 0; m < MELS; m++) {
                double sum = 0;
                for (int k = 0; k < BINS; k++) {
                    sum += mels[m][k] * power[k];
                }
                double log = Math.log10(Math.max(sum, 1e-10));
                most = Math.max(most, log);
                out[m * FRAMES + frame] = (float) log;
            }
        }
        for (int i = 0; i < out.length; i++) {
            out[i] = (float) ((Math.max(out[i], most - 8) + 4) / 4);
        }
        return out;
    }

    /** 400 points as 16 interleaved transforms of 25 points, put together by halves. */
    private void spectrum(double[] x, int at, double[] power) {
        double[] frame = new double[WINDOW];
        for (int i = 0; i < WINDOW; i++) {
            frame[i] = x[at + i] * hann[i];
        }
        transform(frame, 0, 1, WINDOW, re, im, 0);
        for (int k = 0; k < BINS; k++) {
            power[k] = re[k] * re[k] + im[k] * im[k];
        }
    }

    private void transform(double[] x, int from, int step, int n, double[] outRe, double[] outIm, int to) {
        if (n == RADIX) {
            for (int k = 0; k < n; k++) {
                double sumRe = 0;
                double sumIm = 0;
                for (int i = 0; i < n; i++) {
                    int angle = (k * i % n) * (WINDOW / n);
                    double v = x[from + i * step];
                    sumRe += v * cos[angle];
                    sumIm += v * sin[angle];
                }
                outRe[to + k] = sumRe;
                outIm[to + k] = sumIm;
            }
            return;
        }
        int half = n / 2;
        transform(x, from, step * 2, half, outRe, outIm, to);
        transform(x, from + step, step * 2, half, outRe, outIm, to + half);
        for (int k = 0; k < half; k++) {
            int angle = k * (WINDOW / n);
            double oddRe = outRe[to + half + k] * cos[angle] - outIm[to + half + k] * sin[angle];
            double oddIm = outRe[to + half + k] * sin[angle] + outIm[to + half + k] * cos[angle];
            double evenRe = outRe[to + k];
            double evenIm = outIm[to + k];
            outRe[to + k] = evenRe + oddRe;
            outIm[to + k] = evenIm + oddIm;
            outRe[to + half + k] = evenRe - oddRe;
            outIm[to + half + k] = evenIm - oddIm;
        }
    }

    /** Slaney's scale: straight up to 1 kHz, logarithmic above. */
    private static double mel(double hertz) {
        return hertz < 1000 ? hertz * 3 / 200 : 15 + Math.log(hertz / 1000) * 27 / Math.log(6.4);
    }

    private static double hertz(double mel) {
        return mel < 15 ? mel * 200 / 3 : 1000 * Math.exp((mel - 15) * Math.log(6.4) / 27);
    }
}
