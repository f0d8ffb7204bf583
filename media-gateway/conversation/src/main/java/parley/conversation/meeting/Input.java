package parley.conversation.meeting;

import java.util.List;
import parley.agent.v1.BrainAction;
import parley.conversation.event.Attendee;
import parley.conversation.event.MeetingEvent;
import parley.conversation.event.MeetingState;
import parley.conversation.event.TimedWord;
import parley.turns.completeness.Completeness;
import parley.turns.interruption.SpokenWord;
import parley.turns.voice.VoiceFrame;

/**
 * Everything that a {@link MeetingCore} may be told. Times are nanoseconds since the meeting was opened and never go back.
 * All of it goes into the event log, so a replay tells the core exactly the same.
 */
public sealed interface Input {
    long atNanos();

    // ------------------------------------------------------------------------------------------ from the connector

    record Connected(long atNanos, MeetingState state, String reason, String message) implements Input {}

    record AttendeeCame(long atNanos, Attendee attendee) implements Input {}

    record AttendeeLeft(long atNanos, String participantId, String reason) implements Input {}

    record AttendeeRenamed(long atNanos, String participantId, String name) implements Input {}

    record AttendeeMuted(long atNanos, String participantId, boolean muted) implements Input {}

    record HandMoved(long atNanos, String participantId, boolean raised) implements Input {}

    record ChatCame(long atNanos, String participantId, String text, String messageId, boolean toAgent)
            implements Input {}

    // ------------------------------------------------------------------------------------------ hearing

    /** A chunk of somebody's sound, scored; the frame's times are on the meeting's clock. */
    record Voice(long atNanos, String participantId, VoiceFrame frame) implements Input {}

    /** What the recognizer makes of an utterance so far, or finally; it replaces what it said before. */
    record Recognized(
            long atNanos,
            String participantId,
            long utterance,
            boolean closed,
            String text,
            List<TimedWord> words,
            double confidence,
            String language)
            implements Input {
        public Recognized {
            words = List.copyOf(words);
        }
    }

    /** The answer to {@link Effect.JudgeWords}. */
    record WordsJudged(long atNanos, String participantId, int textRevision, Completeness completeness)
            implements Input {}

    /** The answer to {@link Effect.JudgeEnding}. */
    record EndingJudged(long atNanos, String participantId, int pause, double finished) implements Input {}

    // ------------------------------------------------------------------------------------------ speaking

    /** The first sound of a reply has been synthesized; it waits for {@link Effect.Play}. */
    record SoundReady(long atNanos, String replyId, int generation) implements Input {}

    /** Words of a reply with their samples in it, as they are synthesized. */
    record SpeechTimed(long atNanos, String replyId, int generation, List<SpokenWord> words) implements Input {
        public SpeechTimed {
            words = List.copyOf(words);
        }
    }

    /** Words of a reply that have been heard, as they are written, with their times on the meeting's clock. */
    record WordsHeard(long atNanos, String replyId, int generation, List<TimedWord> words) implements Input {
        public WordsHeard {
            words = List.copyOf(words);
        }
    }

    /** How many samples of a reply have left. */
    record Played(long atNanos, String replyId, int generation, long samples) implements Input {}

    /** The first audible sample of a reply has left. */
    record Audible(long atNanos, String replyId, int generation) implements Input {}

    /** How much of a reply has been heard. */
    record HeardUpTo(
            long atNanos, String replyId, int generation, String heardText, long heardMillis, boolean estimated)
            implements Input {}

    /** All of a reply has been heard. */
    record PlayedOut(
            long atNanos, String replyId, int generation, String heardText, long heardMillis, boolean estimated)
            implements Input {}

    /** The line has faded out after {@link Effect.Stop}; exactly this was heard. */
    record Stopped(
            long atNanos,
            String replyId,
            int generation,
            String heardText,
            String unheardText,
            long heardMillis,
            boolean estimated)
            implements Input {}

    // ------------------------------------------------------------------------------------------ the brain

    /** The brain answers, or answers again. */
    record BrainReady(long atNanos, String brain, boolean wantsLive, boolean wantsSpeculation) implements Input {}

    record BrainActed(long atNanos, BrainAction action) implements Input {}

    record BrainLost(long atNanos, String message, boolean forGood) implements Input {}

    /** A daily budget is nearly or wholly used; {@code share} 1 is all of it. */
    record BudgetUsed(long atNanos, String budget, double share, boolean exhausted) implements Input {}

    // ------------------------------------------------------------------------------------------ the operator

    record SayAsked(long atNanos, String requestId, String text, boolean urgent, boolean uninterruptible)
            implements Input {}

    record ChatAsked(long atNanos, String text, String toParticipantId) implements Input {}

    record LeaveAsked(long atNanos, String reason, boolean goodbye) implements Input {}

    /** Something that the agent proposed has changed: whoever has to decide on it is told by the meeting's events. */
    record ProposalMoved(long atNanos, MeetingEvent.Proposal proposal) implements Input {}

    /** Somebody put right who said a closed utterance, or what was said; the words as they are now. */
    record WordsCorrected(long atNanos, MeetingEvent.Transcript words) implements Input {}

    // ------------------------------------------------------------------------------------------ failures and time

    /** Something does not work; {@code subject} is a participant or a reply, or empty. */
    record PartFailed(long atNanos, Part part, String subject, String message) implements Input {}

    record PartRecovered(long atNanos, Part part, String subject, String message) implements Input {}

    /** Time passes; due at {@link MeetingCore#nextWakeNanos()}. */
    record Tick(long atNanos) implements Input {}

    /** What can fail by itself without ending the meeting. */
    enum Part {
        VOICE_DETECTOR,
        RECOGNIZER,
        COMPLETENESS,
        SYNTHESIZER,
        BRAIN,
        RECORDING,
        TRANSCRIPT_STORE,
        EVENT_LOG,
        CONNECTOR,
        ENDING
    }
}
