package parley.audio.resample;

import parley.audio.pcm.SampleRate;

/**
 * Changes the rate of one voice, a piece at a time, with a windowed-sinc filter in as many phases as the ratio needs. The
 * filter delays by half its length, which is taken off at the start, so that output sample n lies where it should.
 * For one thread at a time; no memory is taken but for the result.
 */
public final class Resampler {
    /** Zero crossings on each side of the filter's centre: enough to keep aliases below 80 dB with the window used. */
    private static final int CROSSINGS = 16;

    private static final double KAISER_BETA = 8.6;

    private final SampleRate from;
    private final SampleRate to;
    private final int up;
    private final int down;
    private final int taps;
    private final float[][] phases;
    /** The last input samples, as many as the filter reaches back. */
    private float[] history;

    private int kept;
    /** Where the next output sample lies in the history, in units of 1/up input samples. */
    private long cursor;

    public Resampler(SampleRate from, SampleRate to) {
        this.from = from;
        this.to = to;
        int divisor = gcd(from.hz(), to.hz());
        up = to.hz() / divisor;
        down = from.hz() / divisor;
        double cutoff = Math.min(1.0, (double) up / down) * 0.94;
        int half = (int) Math.ceil(CROSSINGS / cutoff);
        taps = 2 * half;
        phases = new float[up][];
        for (int phase = 0; phase < up; phase++) {
            phases[phase] = filter((double) phase / up, half, cutoff);
        }
        history = new float[taps];
        kept = half - 1; // silence before the first sample, so that the first output lies at the first input
        cursor = 0;
    }

    public SampleRate from() {
        return from;
    }

    public SampleRate to() {
        return to;
    }

    private float[] filter(double offset, int half, double cutoff) {
        float[] coefficients = new float[taps];
        double sum = 0;
        for (int i = 0; i < taps; i++) {
            double x = i - (half - 1) - offset;
            double window = kaiser(x / half);
            double value = cutoff * sinc(cutoff * x) * window;
            coefficients[i] = (float) value;
            sum += value;
        }
        for (int i = 0; i < taps; i++) {
            coefficients[i] /= (float) sum;
        }
        return coefficients;
    }

    private static double sinc(double x) {
        return x == 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x);
    }

    private static double kaiser(double x) {
        return Math.abs(x) >= 1 ? 0 : bessel(KAISER_BETA * Math.sqrt(1 - x * x)) / bessel(KAISER_BETA);
    }

    private static double bessel(double x) {
        double sum = 1;
        double term = 1;
        for (int k = 1; term > sum * 1e-12; k++) {
            term *= (x / (2 * k)) * (x / (2 * k));
            sum += term;
        }
        return sum;
    }

    private static int gcd(int a, int b) {
        return b == 0 ? a : gcd(b, a % b);
    }

    /** What can be said of the output after these samples; the rest comes with the next ones. */
    public short[] process(short[] input, int offset, int length) {
        if (up == down) {
            return java.util.Arrays.copyOfRange(input, offset, offset + length);
        }
        take(input, offset, length);
        long available = (long) (kept - taps) * up;
        int count = available < cursor ? 0 : (int) ((available - cursor) / down) + 1;
        short[] output = new short[count];
        for (int n = 0; n < count; n++) {
            output[n] = at((int) (cursor / up), phases[(int) (cursor % up)]);
            cursor += down;
        }
        forget();
        return output;
    }

    /** The end of the stream: what the filter still holds. */
    public short[] flush() {
        return process(new short[taps / 2], 0, taps / 2);
    }

    private void take(short[] input, int offset, int length) {
        if (kept + length > history.length) {
            history = java.util.Arrays.copyOf(history, Math.max(history.length * 2, kept + length));
        }
        for (int i = 0; i < length; i++) {
            history[kept++] = input[offset + i];
        }
    }

    private short at(int start, float[] coefficients) {
        float sum = 0;
        for (int i = 0; i < taps; i++) {
            sum += history[start + i] * coefficients[i];
        }
        return (short) Math.clamp(Math.round(sum), Short.MIN_VALUE, Short.MAX_VALUE);
    }

    private void forget() {
        int used = (int) Math.min(cursor / up, kept);
        System.arraycopy(history, used, history, 0, kept - used);
        kept -= used;
        cursor -= (long) used * up;
    }

    /** A whole sound at once. */
    public static short[] convert(short[] samples, SampleRate from, SampleRate to) {
        if (from.equals(to)) {
            return samples;
        }
        Resampler resampler = new Resampler(from, to);
        short[] first = resampler.process(samples, 0, samples.length);
        short[] last = resampler.flush();
        int length = (int) from.convert(samples.length, to);
        short[] whole = java.util.Arrays.copyOf(first, length);
        System.arraycopy(last, 0, whole, first.length, Math.clamp((long) length - first.length, 0, last.length));
        return whole;
    }
}
