package parley.brain.bridge;

import java.util.TreeMap;
import parley.agent.v1.Say;

/** One reply as the bridge follows it. */
final class TrackedReply {
    enum State {
        /** Its turn is not committed. */
        HELD,
        /** Its text is passed on. */
        OPEN,
        /** It was too long or too late: what comes goes to the chat. */
        TO_CHAT,
        /** Complete. */
        ENDED,
        /** Void: nothing of it is passed on any more. */
        VOID
    }

    final String id;
    final String turnId;
    final int revision;
    final Say first;
    final StringBuilder held = new StringBuilder();
    final StringBuilder toChat = new StringBuilder();
    final TreeMap<Integer, Say> early = new TreeMap<>();
    State state;
    int epoch;
    int nextIndex;
    int passedOn;
    int spokenChars;
    int deltasInAll = -1;

    TrackedReply(Say first, State state, int epoch) {
        this.id = first.getReplyId();
        this.turnId = first.getTurnId();
        this.revision = first.getTurnRevision();
        this.first = first;
        this.state = state;
        this.epoch = epoch;
    }

    boolean over() {
        return state == State.ENDED || state == State.VOID;
    }

    boolean complete() {
        return deltasInAll >= 0 && nextIndex >= deltasInAll;
    }
}
