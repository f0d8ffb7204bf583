package parley.brain.bridge;

/** Counts how often a brain broke the contract within a minute. */
final class FaultRate {
    private static final long MINUTE_NANOS = 60_000_000_000L;

    private final int mostAMinute;
    private long windowNanos;
    private int count;

    FaultRate(int mostAMinute) {
        this.mostAMinute = mostAMinute;
    }

    /** Counts one; answers whether it was one too many. */
    boolean isTooMuch(long now) {
        if (now - windowNanos > MINUTE_NANOS) {
            windowNanos = now;
            count = 0;
        }
        return ++count > mostAMinute;
    }

    void forget() {
        count = 0;
    }
}
