package parley.inference;

/** What a full queue does with one request more. */
public enum Overload {
    /** The new request fails at once. For work whose owner can wait or fall back. */
    REFUSE,
    /** The oldest waiting request fails and the new one takes its place. For work whose value fades with age. */
    DROP_OLDEST
}
