package parley.conversation.meeting;

import java.util.LinkedHashSet;
import java.util.Set;
import parley.conversation.event.MeetingEvent.TurnState;
import parley.conversation.event.Waterfall;

/** A turn as the core knows it. Owned by {@link TurnDesk}. */
final class TurnRecord {
    /** The final words come within that after the commit, where the machine keeps up. */
    static final long WORDS_WITHIN_NANOS = 110_000_000;

    final String id;
    final String participantId;
    final long number;
    int revision;
    String text = "";
    TurnState state = TurnState.SPECULATED;
    /** Whether the brain knows of the present revision, or of any. */
    boolean told;
    /** The floor lets the agent answer. */
    boolean granted;
    /** The answer goes to the chat. */
    boolean inChat;
    /** The brain knows that this revision is committed. */
    boolean announced;
    /** The agent owes an answer. */
    boolean awaited;
    /** A reply, a chat message or a declared silence has come for it. */
    boolean answered;

    /** The recognizer will not change the words any more, as far as anybody knows. */
    boolean wordsFinal;
    /** How often the words were put right after the commit. Each is a revision that the turn's engine does not count. */
    int corrections;

    boolean apologized;
    boolean question;
    double probability;
    long committedNanos;
    final Set<String> utteranceIds = new LinkedHashSet<>();
    Waterfall.Moments moments = new Waterfall.Moments(0);

    TurnRecord(String id, String participantId, long number) {
        this.id = id;
        this.participantId = participantId;
        this.number = number;
    }

    /** An answer may be to words that the recognizer takes back; but it is not kept waiting for long. */
    boolean wordsSettled(long nowNanos) {
        return wordsFinal || nowNanos >= committedNanos + WORDS_WITHIN_NANOS;
    }

    /** People wait for the agent's answer, whether or not it has begun to come. */
    boolean due() {
        return committed() && awaited && !apologized;
    }

    boolean committed() {
        return state == TurnState.COMMITTED;
    }
}
