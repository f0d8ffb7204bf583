package parley.inference;

import java.time.Duration;

/**
 * How requests of one model are gathered.
 *
 * @param window how long the first request of a batch waits for others
 * @param largestBatch a batch that is full runs at once
 * @param capacity waiting requests at most
 */
public record BatcherSettings(Duration window, int largestBatch, int capacity, Overload overload) {
    public static final BatcherSettings DEFAULT = new BatcherSettings(Duration.ofMillis(4), 32, 1_024, Overload.REFUSE);

    /** Nothing waits for company; what has come while all threads were busy runs together. */
    public static final BatcherSettings EAGER = new BatcherSettings(Duration.ZERO, 32, 1_024, Overload.REFUSE);

    /** Each request runs by itself, at once. */
    public static final BatcherSettings UNBATCHED = new BatcherSettings(Duration.ZERO, 1, 1_024, Overload.REFUSE);

    public BatcherSettings {
        if (window.isNegative() || window.compareTo(Duration.ofSeconds(1)) > 0) {
            throw new IllegalArgumentException("batch window " + window + ": allowed are 0 to 1 second");
        }
        if (largestBatch < 1 || largestBatch > 1_024) {
            throw new IllegalArgumentException("largest batch " + largestBatch + ": allowed are 1 to 1024");
        }
        if (capacity < largestBatch) {
            throw new IllegalArgumentException("capacity " + capacity + " is below the largest batch " + largestBatch);
        }
    }
}
