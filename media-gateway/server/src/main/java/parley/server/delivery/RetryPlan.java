package parley.server.delivery;

import java.util.OptionalLong;
import java.util.random.RandomGenerator;

/**
 * When a delivery that was not taken is tried again: after 5 s, 15 s, 45 s and so on up to every four hours, a little
 * shaken so that many that failed together do not come back together; given up after a day.
 */
public record RetryPlan(RandomGenerator random) {
    public static final long DAY_MILLIS = 86_400_000;
    private static final long FIRST_MILLIS = 5_000;
    private static final long LONGEST_MILLIS = 4 * 3_600_000;
    private static final double SHAKEN = 0.2;

    /**
     * The moment of the next attempt, or none when the day is over.
     *
     * @param attempts how many were made
     * @param askedMillis how long the receiver asked us to wait, 0 for not
     */
    OptionalLong next(int attempts, long sinceUnixMillis, long now, long askedMillis) {
        double grown = FIRST_MILLIS * Math.pow(3, Math.min(attempts - 1, 12));
        double shaken = Math.min(grown, LONGEST_MILLIS) * (1 - SHAKEN + 2 * SHAKEN * random.nextDouble());
        long due = now + Math.max((long) shaken, askedMillis);
        return due - sinceUnixMillis > DAY_MILLIS ? OptionalLong.empty() : OptionalLong.of(due);
    }
}
