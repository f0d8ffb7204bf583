package parley.turns.floor;

import java.util.List;

/** Everything that {@link Floor} may be told. Times are those of the meeting's clock. */
public sealed interface FloorInput {
    /** Somebody came in; {@code agent} when it is another agent. */
    record Joined(long atNanos, String participant, String name, boolean agent) implements FloorInput {}

    record Left(long atNanos, String participant) implements FloorInput {}

    record SpeechStarted(long atNanos, String participant) implements FloorInput {}

    record SpeechStopped(long atNanos, String participant) implements FloorInput {}

    /** Somebody finished a turn. */
    record TurnEnded(long atNanos, String participant, long turn, String text) implements FloorInput {}

    /** A turn that had ended goes on; what was decided about it is void. */
    record TurnReopened(long atNanos, String participant, long turn) implements FloorInput {}

    record Chat(long atNanos, String participant, long message, String text) implements FloorInput {}

    record Hand(long atNanos, String participant, boolean raised) implements FloorInput {}

    /** This agent begins or ends to be heard; {@code text} is what it says. */
    record AgentSpeaking(long atNanos, boolean speaking, String text) implements FloorInput {}

    /** What a facilitator works through. */
    record Agenda(long atNanos, List<String> items) implements FloorInput {
        public Agenda {
            items = List.copyOf(items);
        }
    }

    record PolicyChanged(long atNanos, FloorPolicy policy) implements FloorInput {}

    record Tick(long atNanos) implements FloorInput {}
}
