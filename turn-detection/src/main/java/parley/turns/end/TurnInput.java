package parley.turns.end;

import parley.turns.completeness.Completeness;
import parley.turns.voice.VoiceFrame;

/** Everything that {@link TurnDetector} may be told. Times are those of the meeting's clock. */
public sealed interface TurnInput {
    /** A chunk of the participant's sound and what a model made of it. */
    record Frame(VoiceFrame frame) implements TurnInput {}

    /**
     * The recognizer's present text of one utterance; it replaces what it said about that utterance before.
     *
     * @param utterance the recognizer's number for it, growing
     * @param text all its words, lower case
     * @param lastWordEndNanos where the last word ends
     */
    record Words(long atNanos, long utterance, String text, long lastWordEndNanos) implements TurnInput {}

    /** Answer to {@link TurnOutput.AskCompleteness}, under the revision that it asked for. */
    record Judged(long atNanos, int textRevision, Completeness completeness) implements TurnInput {}

    /** Answer to {@link TurnOutput.AskAudioEnding}: probability that the sound so far is a finished turn. */
    record AudioJudged(long atNanos, int pause, double finished) implements TurnInput {}

    /** What was last said to the participant; the question makes "five" an answer. */
    record Heard(long atNanos, String before) implements TurnInput {}

    /** How likely the participant speaks to the agent, from the floor. */
    record Addressed(long atNanos, double probability) implements TurnInput {}

    /** Whether other people speak now. */
    record OthersSpeaking(long atNanos, boolean speaking) implements TurnInput {}

    /** The first sample of the answer to a turn has gone out: from here on it can no longer be taken back unheard. */
    record AnswerAudible(long atNanos, long turn) implements TurnInput {}

    /** Time passes; due at {@link TurnDetector#nextWakeNanos()}. */
    record Tick(long atNanos) implements TurnInput {}
}
