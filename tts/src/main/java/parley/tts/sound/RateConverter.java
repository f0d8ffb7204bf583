package parley.tts.sound;

import java.util.Arrays;
import parley.audio.pcm.SampleRate;

/**
 * Brings one utterance from a voice's rate to another, streamed, by a windowed sinc in phases. Without delay on the
 * output's clock: output sample n is the input at n * from / to, so word times stay exact. One caller at a time.
 */
public final class RateConverter {
    /** Input samples on each side of an output sample; at 16 they cost about 1% of a core at 30 times real time. */
    private static final int REACH = 16;

    private final int up;
    private final int down;
    private final int reach;
    private final float[][] phases;
    private float[] held = new float[4_096];
    private int heldCount;
    /** Of the first held sample, on the input's clock. */
    private long heldFrom;

    private long nextOutput;

    public RateConverter(SampleRate from, SampleRate to) {
        int common = gcd(from.hz(), to.hz());
        up = to.hz() / common;
        down = from.hz() / common;
        double cutoff = Math.min(1.0, (double) to.hz() / from.hz()) * 0.96;
        reach = (int) Math.ceil(REACH / Math.min(1.0, (double) to.hz() / from.hz()));
        phases = up == down ? new float[0][] : phases(cutoff);
        heldFrom = -reach;
        heldCount = reach; // silence before the first sample
    }

    private float[][] phases(double cutoff) {
        float[][] made = new float[up][2 * reach];
        for (int phase = 0; phase < up; phase++) {
            double sum = 0;
            for (int i = 0; i < 2 * reach; i++) {
                double x = i - reach + 1 - (double) phase / up;
                double window = 0.5 + 0.5 * Math.cos(Math.PI * x / (reach + 1));
                double sinc = x == 0 ? 1 : Math.sin(Math.PI * cutoff * x) / (Math.PI * cutoff * x);
                made[phase][i] = (float) (sinc * window);
                sum += made[phase][i];
            }
            for (int i = 0; i < 2 * reach; i++) {
                made[phase][i] /= (float) sum;
            }
        }
        return made;
    }

    /** Converts what can be converted already; some 16 samples stay behind until more comes or {@link #finish}. */
    public float[] accept(float[] samples) {
        if (up == down) {
            return samples;
        }
        append(samples);
        return drain(heldFrom + heldCount - reach);
    }

    /** The rest. */
    public float[] finish() {
        if (up == down) {
            return new float[0];
        }
        long inputEnd = heldFrom + heldCount;
        append(new float[reach]);
        return drain(inputEnd);
    }

    private void append(float[] samples) {
        if (heldCount + samples.length > held.length) {
            held = Arrays.copyOf(held, Math.max(2 * held.length, heldCount + samples.length));
        }
        System.arraycopy(samples, 0, held, heldCount, samples.length);
        heldCount += samples.length;
    }

    /** All outputs that lie before that place on the input's clock. */
    private float[] drain(long inputEnd) {
        long outputEnd = Math.max(nextOutput, Math.ceilDiv(inputEnd * up, (long) down));
        float[] out = new float[Math.toIntExact(outputEnd - nextOutput)];
        for (int i = 0; i < out.length; i++) {
            long position = (nextOutput + i) * down;
            int first = (int) (position / up - heldFrom) - reach + 1;
            float[] weights = phases[(int) (position % up)];
            float sum = 0;
            for (int k = 0; k < weights.length; k++) {
                sum += weights[k] * held[first + k];
            }
            out[i] = sum;
        }
        nextOutput = outputEnd;
        int keepFrom = (int) (nextOutput * down / up - heldFrom) - reach;
        if (keepFrom > 0) {
            System.arraycopy(held, keepFrom, held, 0, heldCount - keepFrom);
            heldFrom += keepFrom;
            heldCount -= keepFrom;
        }
        return out;
    }

    private static int gcd(int a, int b) {
        return b == 0 ? a : gcd(b, a % b);
    }
}
