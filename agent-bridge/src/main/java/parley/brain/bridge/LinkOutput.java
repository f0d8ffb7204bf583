package parley.brain.bridge;

import parley.agent.v1.BrainAction;
import parley.agent.v1.BudgetNotice;
import parley.agent.v1.GatewayEvent;
import parley.agent.v1.Welcome;

/** What {@link BrainLink} wants done. */
sealed interface LinkOutput {
    /** Open a stream. */
    record Connect() implements LinkOutput {}

    /** Put an event on the stream. */
    record Transmit(GatewayEvent event) implements LinkOutput {}

    /** No more events on this stream. */
    record HalfClose() implements LinkOutput {}

    /** End the stream at once. */
    record Abandon(String reason) implements LinkOutput {}

    /** Give the meeting an action. */
    record Deliver(BrainAction action) implements LinkOutput {}

    /** Tell the meeting that the brain is there. */
    record Ready(Welcome welcome, boolean resumed) implements LinkOutput {}

    /** Tell the meeting that it is not. */
    record Lost(String reason, boolean forGood) implements LinkOutput {}

    /** Tell the meeting what a turn cost. */
    record Measured(TurnAccount account) implements LinkOutput {}

    /** Tell the meeting about a daily budget. */
    record Budget(BudgetNotice notice) implements LinkOutput {}

    /** Tell the meeting that nothing follows. */
    record Finished(String reason) implements LinkOutput {}
}
