package parley.turns.end;

/** What {@link TurnDetector} decides. A turn has a number; every change of its words has a revision. */
public sealed interface TurnOutput {
    /** Voice began; {@code startNanos} includes the pre-roll. */
    record VoiceStarted(long startNanos, long atNanos) implements TurnOutput {}

    /** Voice ended. */
    record VoiceStopped(long endNanos, long atNanos) implements TurnOutput {}

    /** Judge these words and answer with {@link TurnInput.Judged}. */
    record AskCompleteness(int textRevision, String before, String words) implements TurnOutput {}

    /** Judge the last 8 s of sound up to {@code endNanos} and answer with {@link TurnInput.AudioJudged}. */
    record AskAudioEnding(int pause, long endNanos) implements TurnOutput {}

    /** An answer may be due: the brain may begin to think about it. */
    record Speculated(long turn, int revision, String words, long atNanos, TurnEvidence evidence)
            implements TurnOutput {}

    /** The answer is due. Supersedes every revision before. */
    record Committed(
            long turn, int revision, String words, long endNanos, long atNanos, String reason, TurnEvidence evidence)
            implements TurnOutput {}

    /** Nothing of this revision may be spoken any more. */
    record Aborted(long turn, int revision, long atNanos, AbortReason reason) implements TurnOutput {}

    /** The participant asks for time or for silence: no answer is due, and none may start. */
    record WaitAsked(long turn, String words, long atNanos, TurnEvidence evidence) implements TurnOutput {}

    /** There was voice but no words came: a noise. */
    record Discarded(long turn, long atNanos) implements TurnOutput {}

    /** Why a revision is void. */
    enum AbortReason {
        /** The participant went on speaking. */
        RESUMED,
        /** The recognizer changed the words. */
        REVISED,
        /** The turn had been committed, but went on before anything of the answer was heard. */
        REOPENED
    }
}
