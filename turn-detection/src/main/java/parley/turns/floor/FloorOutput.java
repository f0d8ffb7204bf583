package parley.turns.floor;

/** What {@link Floor} decides. */
public sealed interface FloorOutput {
    /**
     * What the agent does about a turn or a message. A turn that is held gets a second decision when the gap comes or the
     * right to speak has gone stale.
     *
     * @param participant whose turn it was
     * @param turn its number, or that of the chat message
     * @param addressed how likely the agent was spoken to
     * @param reason in words for the timeline
     * @param freshUntilNanos until when an answer may begin
     */
    record Decided(
            long atNanos,
            String participant,
            long turn,
            FloorAction action,
            double addressed,
            String reason,
            long freshUntilNanos)
            implements FloorOutput {}

    /** Another agent has begun at the same moment and goes first: stop. */
    record Yield(long atNanos, String toParticipant, String reason) implements FloorOutput {}

    /** A facilitator should do something by itself: nobody speaks, or somebody wants to. */
    record Nudge(long atNanos, String reason) implements FloorOutput {}
}
