package parley.turns.interruption;

import java.util.List;
import parley.turns.voice.VoiceFrame;

/** Everything that {@link InterruptionEngine} may be told. */
public sealed interface BargeInput {
    /** An answer is being made; nothing of it is audible yet. */
    record ReplyPending(long atNanos, long generation) implements BargeInput {}

    /** Words of the reply with their samples, as the synthesizer makes them; later ones come after. */
    record ReplyWords(long atNanos, long generation, List<SpokenWord> words) implements BargeInput {
        public ReplyWords {
            words = List.copyOf(words);
        }
    }

    /** How far the reply has left the socket; the first one says that the agent has begun. */
    record Played(long atNanos, long generation, long sample) implements BargeInput {}

    /** The last sample has left. */
    record ReplyDone(long atNanos, long generation) implements BargeInput {}

    /** A chunk of somebody's sound. */
    record Frame(String participant, VoiceFrame frame) implements BargeInput {}

    /** Somebody's words so far in what they are saying now. */
    record Words(long atNanos, String participant, String text) implements BargeInput {}

    /** Somebody's turn was committed: what was stopped stays stopped. */
    record TurnCommitted(long atNanos, String participant) implements BargeInput {}

    /** The floor, the brain or an operator wants silence, whether or not the agent has begun. */
    record StopAsked(long atNanos, String why) implements BargeInput {}

    record Tick(long atNanos) implements BargeInput {}
}
