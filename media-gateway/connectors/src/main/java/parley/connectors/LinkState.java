package parley.connectors;

/**
 * Where the agent stands with a meeting.
 *
 * <pre>
 *   JOINING ──► LOBBY ──► ADMITTED ◄──► LOST
 *      │          │           │           │        NEEDS_HELP: from and to JOINING, LOBBY, ADMITTED, LOST
 *      └──────────┴───────────┴───────────┴──► DENIED | REMOVED | ENDED   (final)
 * </pre>
 *
 * The lobby is skipped where there is none. DENIED is only reached before, REMOVED only after being admitted.
 */
public enum LinkState {
    /** On the way: connecting, signing in, negotiating media. Exits: all but REMOVED. */
    JOINING,
    /** Somebody has to let the agent in. Exits: all but JOINING, REMOVED. */
    LOBBY,
    /** In the meeting, hearing and being heard. Exits: LOST, NEEDS_HELP, REMOVED, ENDED. */
    ADMITTED,
    /** The way to the meeting broke; the connector is trying to come back. Exits: ADMITTED, LOBBY, NEEDS_HELP, REMOVED, ENDED. */
    LOST,
    /** Only a person can go on: a captcha, a sign-in, a consent. Exits: everything. */
    NEEDS_HELP,
    /** Not let in. Final. */
    DENIED,
    /** Let in, then shut out by somebody. Final. */
    REMOVED,
    /** Over: left, closed by the host, or not to be reached again. Final. */
    ENDED;

    public boolean isFinal() {
        return switch (this) {
            case JOINING, LOBBY, ADMITTED, LOST, NEEDS_HELP -> false;
            case DENIED, REMOVED, ENDED -> true;
        };
    }

    /** Whether a link in this state may go to that one. A state never follows itself. */
    public boolean leadsTo(LinkState next) {
        return switch (this) {
            case JOINING -> next != JOINING && next != REMOVED;
            case LOBBY -> next != LOBBY && next != JOINING && next != REMOVED;
            case ADMITTED -> next == LOST || next == NEEDS_HELP || next == REMOVED || next == ENDED;
            case LOST -> next != LOST && next != JOINING && next != DENIED;
            case NEEDS_HELP -> next != NEEDS_HELP;
            case DENIED, REMOVED, ENDED -> false;
        };
    }
}
