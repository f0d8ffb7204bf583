package parley.conversation.meeting;

import parley.conversation.event.ReplyState;

/**
 * The states of a reply.
 *
 * <pre>
 *   HELD --turn committed and the floor free--&gt; SPEAKING --heard to its end--&gt; FINISHED
 *    |                                           |   ^
 *    |                            somebody speaks|   |it was nothing
 *    |                                           v   |
 *    |                                          PAUSED
 *    |                                           |
 *    |                                           +-- somebody took the floor --&gt; INTERRUPTED
 *    +-- turn aborted, superseded, or the brain's wish --&gt; CANCELLED (also from SPEAKING and PAUSED)
 *    +-- too late, not allowed, synthesizer broken     --&gt; DROPPED
 * </pre>
 *
 * FINISHED, INTERRUPTED, CANCELLED and DROPPED are final: nothing of such a reply is heard any more.
 */
public final class ReplyStates {
    private ReplyStates() {}

    /** What may move a reply. */
    public enum Trigger {
        RELEASE,
        HOLD_BREATH,
        GO_ON,
        HEARD_OUT,
        TAKEN_OVER,
        CANCEL,
        DROP
    }

    /** The state after a trigger; the same state where the trigger means nothing in it. */
    public static ReplyState after(ReplyState state, Trigger trigger) {
        return switch (state) {
            case HELD ->
                switch (trigger) {
                    case RELEASE -> ReplyState.SPEAKING;
                    case CANCEL, TAKEN_OVER -> ReplyState.CANCELLED;
                    case DROP -> ReplyState.DROPPED;
                    case HOLD_BREATH, GO_ON, HEARD_OUT -> state;
                };
            case SPEAKING, PAUSED ->
                switch (trigger) {
                    case HOLD_BREATH -> ReplyState.PAUSED;
                    case GO_ON -> ReplyState.SPEAKING;
                    case HEARD_OUT -> ReplyState.FINISHED;
                    case TAKEN_OVER -> ReplyState.INTERRUPTED;
                    case CANCEL -> ReplyState.CANCELLED;
                    case DROP -> ReplyState.DROPPED;
                    case RELEASE -> state;
                };
            case FINISHED, INTERRUPTED, CANCELLED, DROPPED -> state;
        };
    }
}
