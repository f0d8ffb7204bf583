package parley.conversation.event;

import java.util.List;

/** What happened in a meeting, for subscribers, webhooks, the console and the archive. */
public sealed interface MeetingEvent {
    /** The meeting is in another state. {@code reason} is a stable word, {@code message} is for a person. */
    record StateChanged(MeetingState state, String reason, String message) implements MeetingEvent {}

    /** Somebody is different: {@code change} is joined, left, renamed, muted or hand. */
    record AttendeeChanged(Attendee attendee, String change) implements MeetingEvent {}

    /**
     * Words. Live text replaces earlier live text of the same utterance; final text closes it; a higher revision corrects
     * it. What the agent said is only what was heard.
     */
    record Transcript(
            String utteranceId,
            String participantId,
            String speaker,
            String text,
            boolean closed,
            int revision,
            long startMillis,
            long endMillis,
            double confidence,
            String language,
            List<TimedWord> words,
            boolean agent)
            implements MeetingEvent {
        public Transcript {
            words = List.copyOf(words);
        }
    }

    /** A decision about the end of somebody's turn, with its numbers. */
    record Turn(
            String turnId,
            int revision,
            String participantId,
            TurnState state,
            String text,
            double probability,
            String reason)
            implements MeetingEvent {}

    enum TurnState {
        SPECULATED,
        COMMITTED,
        ABORTED
    }

    /** What the agent may do: {@code decision} is speak, hold, hand, chat or silent. */
    record Floor(String decision, String reason, String turnId, String holderParticipantId) implements MeetingEvent {}

    /** Where a reply stands. */
    record Reply(String replyId, String turnId, ReplyState state, String text, String heardText, String reason)
            implements MeetingEvent {}

    /** Somebody wrote in the meeting's chat; {@code toParticipantId} is empty where everybody could read it. */
    record Chat(String participantId, String text, boolean agent, String toParticipantId) implements MeetingEvent {}

    /** Something for the minutes: {@code kind} is note, action-item, decision, open-question or summary. */
    record Note(
            String noteId,
            String kind,
            String text,
            String owner,
            String due,
            List<String> utteranceIds,
            boolean withdrawn)
            implements MeetingEvent {
        public Note {
            utteranceIds = List.copyOf(utteranceIds);
        }
    }

    /** Something works less well than it should, or works again; {@code code} is stable. */
    record Notice(String code, String message, boolean resolved, Severity severity) implements MeetingEvent {}

    enum Severity {
        INFO,
        WARNING,
        ERROR
    }

    /**
     * Where something stands that the agent wants to do outside the meeting; {@code state} is pending, approved, rejected,
     * expired, done or failed.
     */
    record Proposal(
            String proposalId,
            String tool,
            String what,
            String risk,
            String state,
            String by,
            String comment,
            String result)
            implements MeetingEvent {}

    /** Where the time of one answered turn went. */
    record TurnTimed(Waterfall waterfall) implements MeetingEvent {}

    /** A short stable word for the kind of event: state, participant, transcript, turn, floor, ... */
    default String kind() {
        return switch (this) {
            case StateChanged e -> "state";
            case AttendeeChanged e -> "participant";
            case Transcript e -> "transcript";
            case Turn e -> "turn";
            case Floor e -> "floor";
            case Reply e -> "reply";
            case Chat e -> "chat";
            case Note e -> "note";
            case Notice e -> "notice";
            case Proposal e -> "proposal";
            case TurnTimed e -> "waterfall";
        };
    }
}
