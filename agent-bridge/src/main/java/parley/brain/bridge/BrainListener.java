package parley.brain.bridge;

import parley.agent.v1.BrainAction;
import parley.agent.v1.BudgetNotice;
import parley.agent.v1.Welcome;

/**
 * Gets what the brain does in one meeting: in order, one call at a time, on whatever thread brought it. It must not
 * block; a meeting hops to its own loop.
 */
public interface BrainListener {
    /** The brain is there and was told about the meeting. */
    void onReady(Welcome welcome, boolean resumed);

    /**
     * Something to carry out. It is in order, not seen before, within the meeting's capabilities, and answers a turn as
     * it is now. Masks and apologies of the gateway itself come the same way, with reply ids that begin with {@code
     * gateway-}.
     */
    void onAction(BrainAction action);

    /** The brain is gone; unless it is for good, it is called again and {@link #onReady} follows. */
    void onLost(String reason, boolean forGood);

    /** What a turn cost in time and tokens, once it is answered, given up or aborted. */
    default void onTurnMeasured(TurnAccount account) {}

    /** A daily budget is nearly or wholly used. The brain was told; where it is used up, the meeting is told too. */
    default void onBudget(BudgetNotice notice) {}

    /** Nothing comes any more. */
    default void onClosed(String reason) {}
}
