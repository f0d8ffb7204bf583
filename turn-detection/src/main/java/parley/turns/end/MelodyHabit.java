package parley.turns.end;

/**
 * What this speaker's melody tells. Some let the voice fall at every pause, some never do, and a few sing the other way round:
 * so the belief about how {@link Melody} sounds in the middle and at the end of a turn begins with what is usual and moves towards
 * what this speaker does. Its numbers come from training/odds_fit.py. One thread.
 */
final class MelodyHabit {
    private static final double USUAL_WITHIN = -0.68;
    private static final double USUAL_END = 1.1;
    /** Around both, the square of how far it strays. */
    private static final double VARIANCE = 1.8;
    /** What is usual weighs as much as this many observations. */
    private static final double PRIOR = 4;
    /** Melody alone never decides. */
    private static final double MOST = 2.75;
    /** Shorter silences are closures of consonants, in which no melody ends. */
    private static final double SHORTEST_PAUSE_MILLIS = 120;

    private double within = USUAL_WITHIN;
    private double timesWithin = PRIOR;
    private double end = USUAL_END;
    private double timesEnd = PRIOR;

    /** A silence that followed this melody was a pause: the turn went on. */
    void wentOn(double heard, double silenceMillis) {
        if (silenceMillis >= SHORTEST_PAUSE_MILLIS) {
            timesWithin++;
            within += (heard - within) / timesWithin;
        }
    }

    /** A turn ended with this melody. */
    void ended(double heard) {
        timesEnd++;
        end += (heard - end) / timesEnd;
    }

    /** Log odds of an end. */
    double logOdds(double heard) {
        double odds = ((heard - within) * (heard - within) - (heard - end) * (heard - end)) / (2 * VARIANCE);
        return Math.clamp(odds, -MOST, MOST);
    }
}
