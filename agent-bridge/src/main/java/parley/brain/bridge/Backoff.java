package parley.brain.bridge;

import java.util.random.RandomGenerator;

/** How long to wait before a brain is called again: doubling, spread by chance, bounded. */
final class Backoff {
    private final long firstMillis;
    private final long longestMillis;
    private final RandomGenerator random;
    private int failures;

    Backoff(long firstMillis, long longestMillis, RandomGenerator random) {
        this.firstMillis = firstMillis;
        this.longestMillis = longestMillis;
        this.random = random;
    }

    /** From half of the doubled time to all of it, so that a thousand meetings do not call at once. */
    long nextMillis() {
        long whole = Math.min(longestMillis, firstMillis << Math.min(failures, 20));
        failures++;
        return whole / 2 + random.nextLong(whole / 2 + 1);
    }

    void succeeded() {
        failures = 0;
    }
}
