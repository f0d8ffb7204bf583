package parley.conversation.event;

/** Where a meeting stands. The transitions are drawn and decided in {@code parley.conversation.meeting.MeetingStates}. */
public enum MeetingState {
    JOINING,
    LOBBY,
    IN_CALL,
    NEEDS_HELP,
    LEAVING,
    ENDED,
    FAILED;

    public boolean over() {
        return this == ENDED || this == FAILED;
    }

    /** Kebab-case, as JSON and logs show it. */
    public String word() {
        return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
    }
}
