package parley.conversation.meeting;

import parley.conversation.event.MeetingState;

/**
 * The states of a meeting.
 *
 * <pre>
 *            +-------------- LOBBY &lt;-------------+
 *            |                 |                 |
 *   JOINING -+--admitted---&gt; IN_CALL --removed to the lobby
 *      |     |                 |  ^
 *      |     +-- NEEDS_HELP &lt;--+--+ (a person has to do something, then on)
 *      |             |         |
 *      +--- leave ---+- leave -+---&gt; LEAVING --the connector is out, or the grace is over--&gt; ENDED
 *      |             |         |
 *      +--- broken --+---------+---&gt; FAILED
 *                              +-- the other side ended it --&gt; ENDED
 * </pre>
 *
 * ENDED and FAILED are final.
 */
public final class MeetingStates {
    private MeetingStates() {}

    /** What may move a meeting. */
    public enum Trigger {
        WAITS_IN_LOBBY,
        ADMITTED,
        NEEDS_A_PERSON,
        LEAVE,
        OUT,
        BROKEN
    }

    /** The state after a trigger; the same state where the trigger means nothing in it. */
    public static MeetingState after(MeetingState state, Trigger trigger) {
        return switch (state) {
            case JOINING, LOBBY, NEEDS_HELP, IN_CALL ->
                switch (trigger) {
                    case WAITS_IN_LOBBY -> MeetingState.LOBBY;
                    case ADMITTED -> MeetingState.IN_CALL;
                    case NEEDS_A_PERSON -> MeetingState.NEEDS_HELP;
                    case LEAVE -> MeetingState.LEAVING;
                    case OUT -> MeetingState.ENDED;
                    case BROKEN -> MeetingState.FAILED;
                };
            case LEAVING ->
                switch (trigger) {
                    case OUT, BROKEN -> MeetingState.ENDED;
                    case WAITS_IN_LOBBY, ADMITTED, NEEDS_A_PERSON, LEAVE -> state;
                };
            case ENDED, FAILED -> state;
        };
    }
}
