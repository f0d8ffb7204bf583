package parley.brain.bridge;

import java.util.function.Consumer;

/** One turn as the bridge follows it. */
final class TrackedTurn {
    static final long NEVER = Long.MAX_VALUE;
    private static final long UNSET = Long.MIN_VALUE;
    /** Brains report tokens just after an answer; the account waits so long for them. */
    private static final long USAGE_WAIT_NANOS = 300_000_000L;

    enum State {
        SPECULATED,
        COMMITTED,
        ABORTED
    }

    final String id;
    int revision;
    State state = State.SPECULATED;
    boolean forBrain = true;
    long committedNanos;
    long deadlineNanos = NEVER;
    boolean speculatedAnswer;
    boolean answered;
    boolean masked;
    boolean shortened;
    boolean givenUp;
    /** The stream on which text of an answer was last passed on. */
    int answeredEpoch;

    private long firstTokenNanos = UNSET;
    private long firstClauseNanos = UNSET;
    private final StringBuilder opening = new StringBuilder();
    private long tokensIn;
    private long tokensOut;
    private long speculativeTokens;
    private TurnAccount.Outcome outcome = TurnAccount.Outcome.SILENT;
    private String reason = "";
    private long accountDueNanos = NEVER;
    private boolean accounted;

    TrackedTurn(String id) {
        this.id = id;
    }

    boolean committed() {
        return state == State.COMMITTED;
    }

    /** An answer is owed. */
    boolean open() {
        return committed() && forBrain && !answered && !givenUp;
    }

    boolean hasClause() {
        return firstClauseNanos != UNSET;
    }

    void passedOn(long now, String text) {
        if (firstTokenNanos == UNSET) {
            firstTokenNanos = now;
        }
        if (firstClauseNanos == UNSET) {
            opening.append(text);
            if (Clauses.speakable(opening)) {
                firstClauseNanos = now;
            }
        }
    }

    /** The answer is complete, however short it is. */
    void completed(long now) {
        if (firstTokenNanos != UNSET && firstClauseNanos == UNSET) {
            firstClauseNanos = now;
        }
    }

    void spent(long in, long out, boolean speculative) {
        tokensIn += in;
        tokensOut += out;
        if (speculative || !committed()) {
            speculativeTokens += in + out;
        }
        if (accountDueNanos != NEVER) {
            accountDueNanos = UNSET;
        }
    }

    void settle(long now, TurnAccount.Outcome how, String why) {
        if (!accounted && (accountDueNanos == NEVER || how == TurnAccount.Outcome.ABORTED)) {
            outcome = how;
            reason = why;
            accountDueNanos = now + USAGE_WAIT_NANOS;
        }
    }

    long accountDueNanos() {
        return accounted ? NEVER : accountDueNanos;
    }

    void accountIfDue(long now, Consumer<LinkOutput> out) {
        if (accounted || accountDueNanos == NEVER || accountDueNanos > now) {
            return;
        }
        accounted = true;
        out.accept(new LinkOutput.Measured(new TurnAccount(
                id,
                revision,
                outcome,
                sinceCommit(firstTokenNanos),
                sinceCommit(firstClauseNanos),
                speculatedAnswer,
                masked,
                shortened,
                tokensIn,
                tokensOut,
                outcome == TurnAccount.Outcome.ABORTED ? tokensIn + tokensOut : speculativeTokens,
                reason)));
    }

    private long sinceCommit(long nanos) {
        return nanos == UNSET ? -1 : Math.max(0, nanos - committedNanos) / 1_000_000;
    }
}
