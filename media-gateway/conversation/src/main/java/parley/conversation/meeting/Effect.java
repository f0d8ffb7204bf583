package parley.conversation.meeting;

import parley.agent.v1.GatewayEvent;
import parley.conversation.event.Published;

/** Everything that a {@link MeetingCore} wants done. A driver does it, in this order, and nothing else. */
public sealed interface Effect {
    // ------------------------------------------------------------------------------------------ to the world

    /** For subscribers, webhooks, the console and the archive. */
    record Publish(Published published) implements Effect {}

    /** The bridge numbers it and sends it. */
    record ToBrain(GatewayEvent event) implements Effect {}

    record SendChat(String text, String toParticipantId) implements Effect {}

    record MoveHand(boolean raised) implements Effect {}

    record Leave(String reason) implements Effect {}

    /** An operator's request to say something is settled: said, interrupted or dropped. */
    record SaySettled(String requestId, String outcome, String heardText, String reason) implements Effect {}

    // ------------------------------------------------------------------------------------------ hearing

    /** Somebody began to speak: the recognizer listens from there on. */
    record Listen(String participantId, long fromNanos) implements Effect {}

    /** Somebody fell silent: the recognizer says what it has, at once. */
    record FlushWords(String participantId) implements Effect {}

    record JudgeWords(String participantId, int textRevision, String before, String words) implements Effect {}

    record JudgeEnding(String participantId, int pause, long endNanos) implements Effect {}

    /** Names and other words that recognition should expect. */
    record Vocabulary(java.util.List<String> phrases) implements Effect {
        public Vocabulary {
            phrases = java.util.List.copyOf(phrases);
        }
    }

    /** Open a pipeline for somebody, or close it. */
    record OpenHearing(String participantId) implements Effect {}

    record CloseHearing(String participantId) implements Effect {}

    // ------------------------------------------------------------------------------------------ speaking

    /** Begin to synthesize a reply; its sound is kept until {@link Play}. */
    record OpenSpeech(String replyId, int generation, String voice) implements Effect {}

    record AppendSpeech(String replyId, String delta) implements Effect {}

    record EndSpeech(String replyId) implements Effect {}

    /** Nothing of it may be heard any more. */
    record CancelSpeech(String replyId) implements Effect {}

    /** From now on the reply's sound goes out. */
    record Play(String replyId, int generation) implements Effect {}

    record Duck(double gainDb) implements Effect {}

    /** Fall silent and keep the rest. */
    record Pause(int fadeMillis) implements Effect {}

    /** Go on from the very sample, at full loudness. */
    record Resume() implements Effect {}

    /** Begin or end a soft sound that says that an answer is being looked for. */
    record Think(boolean audible) implements Effect {}

    /** Fade out, drop the rest, and answer with {@link Input.Stopped}. */
    record Stop(String replyId, int generation) implements Effect {}

    // ------------------------------------------------------------------------------------------ inside

    /** Close everything: the meeting is over. */
    record End(String reason) implements Effect {}

    /** A line for the log, once. */
    record Remark(String message) implements Effect {}
}
