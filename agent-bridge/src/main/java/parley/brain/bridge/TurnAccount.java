package parley.brain.bridge;

/**
 * What one turn cost between its commit and its answer.
 *
 * @param firstTokenMillis from the commit to the first text that could be passed on; -1 where none came. 0 where a
 *     speculated answer was ready.
 * @param firstClauseMillis from the commit to the first clause that can be spoken; -1 where none came
 * @param speculated the answer was prepared before the commit
 * @param tokensIn as the brain reports them for this turn
 * @param speculativeTokens spent before the commit, or on an answer that was never heard
 */
public record TurnAccount(
        String turnId,
        int revision,
        Outcome outcome,
        long firstTokenMillis,
        long firstClauseMillis,
        boolean speculated,
        boolean masked,
        boolean shortened,
        long tokensIn,
        long tokensOut,
        long speculativeTokens,
        String reason) {

    /** How a turn ended for the brain. */
    public enum Outcome {
        ANSWERED,
        ANSWERED_IN_CHAT,
        SILENT,
        GIVEN_UP,
        ABORTED
    }
}
