package parley.inference;

/**
 * What a batcher has done so far, for metrics.
 *
 * @param oldestAgeNanos how long the oldest waiting request has waited; 0 when none waits
 */
public record BatcherStats(
        long requests,
        long batches,
        long refused,
        long dropped,
        long failed,
        int waiting,
        long oldestAgeNanos,
        int largestBatchSeen,
        long busyNanos) {}
