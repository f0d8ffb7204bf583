package parley.brain.conformance;

/**
 * How long the kit waits.
 *
 * @param answerMillis for something that must come
 * @param quietMillis for something that must not come
 * @param deadlineMillis what a turn leaves a brain for its first text
 */
public record Patience(long answerMillis, long quietMillis, long deadlineMillis) {
    public static final Patience DEFAULT = new Patience(15_000, 600, 3_000);

    public Patience {
        if (answerMillis <= 0 || quietMillis <= 0 || deadlineMillis <= 0) {
            throw new IllegalArgumentException("patience must be positive");
        }
    }
}
