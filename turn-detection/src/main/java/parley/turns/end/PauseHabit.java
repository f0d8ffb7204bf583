package parley.turns.end;

/**
 * How long one speaker's silences inside a turn last: a log-normal belief that begins with what is usual and moves
 * towards what this speaker does. One thread.
 */
public final class PauseHabit {
    /** The numbers come from training/odds_fit.py. */
    private static final double USUAL_LOG = Math.log(590);

    private static final double USUAL_SPREAD = 0.08;
    /** However regular somebody is, two thirds of the next pauses lie within 0.6 and 1.7 of the usual one. */
    private static final double LEAST_SPREAD = 0.53;
    /** The belief weighs as much as this many observed pauses. */
    private static final double PRIOR = 5.7;

    private double weight = PRIOR;
    private double sum = PRIOR * USUAL_LOG;
    private double squares = PRIOR * (USUAL_LOG * USUAL_LOG + USUAL_SPREAD * USUAL_SPREAD);

    /** A silence after which the same turn went on. Old ones fade. */
    public void paused(double millis) {
        double log = Math.log(Math.clamp(millis, 60, 4000));
        weight = weight * 0.97 + 1;
        sum = sum * 0.97 + log;
        squares = squares * 0.97 + log * log;
    }

    public double medianMillis() {
        return Math.exp(sum / weight);
    }

    /** The chance that a silence inside a turn lasts longer than this. */
    public double outlasts(double millis) {
        if (millis <= 1) {
            return 1;
        }
        return 1 - normal((Math.log(millis) - sum / weight) / spread());
    }

    /** Of the logarithm of the silences. */
    public double spread() {
        double mean = sum / weight;
        return Math.max(LEAST_SPREAD, Math.sqrt(Math.max(0, squares / weight - mean * mean)));
    }

    /** The distribution of the normal law (Abramowitz and Stegun 26.2.17, error below 1e-7). */
    static double normal(double z) {
        double t = 1 / (1 + 0.2316419 * Math.abs(z));
        double tail = Math.exp(-z * z / 2)
                / Math.sqrt(2 * Math.PI)
                * t
                * (0.319381530 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
        return z >= 0 ? 1 - tail : tail;
    }
}
