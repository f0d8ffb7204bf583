package parley.webrtc.bench;

import java.util.Arrays;

/** Collects numbers and gives their percentiles. Safe for several threads. */
public final class Measurements {
    private static final int MOST = 4_000_000;

    private double[] values = new double[1_024];
    private int count;

    public synchronized void add(double value) {
        if (count == MOST) {
            return;
        }
        if (count == values.length) {
            values = Arrays.copyOf(values, count * 2);
        }
        values[count++] = value;
    }

    public synchronized int count() {
        return count;
    }

    public synchronized void clear() {
        count = 0;
    }

    /** The smallest value that is not below that share of all; NaN where there are none. */
    public synchronized double percentile(double share) {
        if (count == 0) {
            return Double.NaN;
        }
        double[] sorted = Arrays.copyOf(values, count);
        Arrays.sort(sorted);
        return sorted[Math.clamp((long) Math.ceil(share * count) - 1, 0, count - 1)];
    }

    public synchronized double mean() {
        return Arrays.stream(values, 0, count).average().orElse(Double.NaN);
    }
}
