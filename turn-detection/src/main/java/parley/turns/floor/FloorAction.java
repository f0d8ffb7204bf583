package parley.turns.floor;

/** What the agent does about a turn. */
public enum FloorAction {
    SPEAK_NOW,
    HOLD,
    RAISE_HAND,
    ANSWER_IN_CHAT,
    STAY_SILENT
}
