package parley.conversation.event;

import java.util.Locale;

/** Where a reply stands. The transitions are drawn and decided in {@code parley.conversation.meeting.ReplyStates}. */
public enum ReplyState {
    HELD,
    SPEAKING,
    PAUSED,
    FINISHED,
    INTERRUPTED,
    CANCELLED,
    DROPPED;

    public boolean over() {
        return switch (this) {
            case HELD, SPEAKING, PAUSED -> false;
            case FINISHED, INTERRUPTED, CANCELLED, DROPPED -> true;
        };
    }

    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
