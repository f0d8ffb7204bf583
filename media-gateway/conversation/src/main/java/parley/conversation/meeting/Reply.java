package parley.conversation.meeting;

import java.util.ArrayList;
import java.util.List;
import parley.agent.v1.Say;
import parley.conversation.event.ReplyState;
import parley.conversation.event.TimedWord;

/** A reply as the core knows it. Owned by {@link ReplyDesk}. */
final class Reply {
    final String id;
    final int generation;
    /** Empty for something nobody asked for. */
    final String turnId;

    final int turnRevision;
    final Say.Priority priority;
    final boolean uninterruptible;
    /** The operator's request, or empty where the brain speaks. */
    final String requestId;
    /** Spoken whatever the policy says: the operator's words, the consent line, the apology. */
    final boolean byGateway;

    final long openedNanos;
    final StringBuilder text = new StringBuilder();
    ReplyState state = ReplyState.HELD;
    boolean ended;
    boolean soundReady;
    boolean audible;
    boolean stopping;
    boolean cancelAsked;
    /** Nobody was there to take its sound. */
    boolean unheard;

    String endReason = "";
    String interruptedBy = "";
    String heardText = "";
    final List<TimedWord> heardWords = new ArrayList<>();
    String heldFor = "";
    long playedNanos;
    long audibleNanos;

    Reply(
            String id,
            int generation,
            String turnId,
            int turnRevision,
            Say.Priority priority,
            boolean uninterruptible,
            String requestId,
            boolean byGateway,
            long openedNanos) {
        this.id = id;
        this.generation = generation;
        this.turnId = turnId;
        this.turnRevision = turnRevision;
        this.priority = priority;
        this.uninterruptible = uninterruptible;
        this.requestId = requestId;
        this.byGateway = byGateway;
        this.openedNanos = openedNanos;
    }

    boolean inPlay() {
        return state == ReplyState.SPEAKING || state == ReplyState.PAUSED;
    }

    /** Whether the text so far holds a clause that can be spoken. */
    boolean hasClause() {
        if (ended) {
            return true;
        }
        int words = 0;
        boolean inWord = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (",.;:!?".indexOf(c) >= 0 && i + 1 < text.length() && Character.isWhitespace(text.charAt(i + 1))) {
                return true;
            }
            if (Character.isWhitespace(c)) {
                inWord = false;
            } else if (!inWord) {
                inWord = true;
                words++;
            }
        }
        return words > 6;
    }
}
