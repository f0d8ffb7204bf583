package parley.connectors;

/** What became of something the agent wanted to do in the meeting. */
public enum ActionResult {
    /** Handed to the platform. */
    DONE,
    /** The platform has no such thing; see {@link Capabilities}. */
    UNSUPPORTED,
    /** Not in the meeting, or not yet, or no longer. */
    NOT_ADMITTED,
    /** Whom it was meant for is not in the meeting. */
    NO_SUCH_PARTICIPANT,
    /** More than the link holds is already on its way. */
    BUSY
}
