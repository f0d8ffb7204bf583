package parley.turns.floor;

/** Whose turns the agent answers. */
public enum FloorPolicy {
    /** One to one: every turn is mine. */
    CONVERSATION,
    /** In a group: only when asked. */
    ADDRESSED,
    /** Runs the agenda: open questions and silences are mine too. */
    FACILITATOR,
    /** Never speaks; may answer in the chat when asked there. */
    SCRIBE
}
