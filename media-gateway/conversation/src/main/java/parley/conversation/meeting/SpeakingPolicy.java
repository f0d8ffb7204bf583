package parley.conversation.meeting;

/** When the agent may speak, as whoever opens a meeting asks for it. */
public enum SpeakingPolicy {
    /** Conversation with one other person, addressed with more. */
    AUTOMATIC,
    CONVERSATION,
    ADDRESSED,
    FACILITATOR,
    SCRIBE
}
