package parley.brain.bench;

import java.util.Arrays;
import java.util.Collection;

/** Where measured durations lie, in milliseconds. */
record Percentiles(double p50, double p95, double p99, double most, int count) {
    static Percentiles ofNanos(Collection<Long> nanos) {
        long[] sorted = nanos.stream().mapToLong(Long::longValue).toArray();
        Arrays.sort(sorted);
        return new Percentiles(at(sorted, 0.5), at(sorted, 0.95), at(sorted, 0.99), at(sorted, 1), sorted.length);
    }

    private static double at(long[] sorted, double share) {
        if (sorted.length == 0) {
            return Double.NaN;
        }
        int index = (int) Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1);
        return Math.round(sorted[Math.max(0, index)] / 1_000.0) / 1_000.0;
    }
}
