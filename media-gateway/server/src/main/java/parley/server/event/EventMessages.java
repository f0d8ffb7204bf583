package parley.server.event;

import java.util.List;
import parley.conversation.event.Attendee;
import parley.conversation.event.MeetingEvent.AttendeeChanged;
import parley.conversation.event.MeetingEvent.Chat;
import parley.conversation.event.MeetingEvent.Floor;
import parley.conversation.event.MeetingEvent.Note;
import parley.conversation.event.MeetingEvent.Notice;
import parley.conversation.event.MeetingEvent.Proposal;
import parley.conversation.event.MeetingEvent.Reply;
import parley.conversation.event.MeetingEvent.StateChanged;
import parley.conversation.event.MeetingEvent.Transcript;
import parley.conversation.event.MeetingEvent.Turn;
import parley.conversation.event.MeetingEvent.TurnTimed;
import parley.conversation.event.Published;
import parley.conversation.event.TimedWord;
import parley.gateway.v1.ChatEvent;
import parley.gateway.v1.FloorEvent;
import parley.gateway.v1.MeetingEvent;
import parley.gateway.v1.MeetingState;
import parley.gateway.v1.NoteEvent;
import parley.gateway.v1.NoticeEvent;
import parley.gateway.v1.Participant;
import parley.gateway.v1.ParticipantEvent;
import parley.gateway.v1.ProposalEvent;
import parley.gateway.v1.ReplyEvent;
import parley.gateway.v1.StateEvent;
import parley.gateway.v1.TranscriptEvent;
import parley.gateway.v1.TurnEvent;
import parley.gateway.v1.Waterfall;
import parley.gateway.v1.Word;

/** What the meeting engine publishes, as the messages of the gateway's contract. */
public final class EventMessages {
    private EventMessages() {}

    public static MeetingEvent of(String meetingId, Published published) {
        MeetingEvent.Builder message = MeetingEvent.newBuilder()
                .setSeq(published.seq())
                .setAtMs(published.atMillis())
                .setMeetingId(meetingId);
        return switch (published.event()) {
            case StateChanged e ->
                message.setState(StateEvent.newBuilder()
                                .setState(state(e.state()))
                                .setReason(e.reason())
                                .setMessage(e.message()))
                        .build();
            case AttendeeChanged e ->
                message.setParticipant(ParticipantEvent.newBuilder()
                                .setParticipant(participant(e.attendee()))
                                .setChange(e.change()))
                        .build();
            case Transcript e -> message.setTranscript(transcript(e)).build();
            case Turn e -> message.setTurn(turn(e)).build();
            case Floor e ->
                message.setFloor(FloorEvent.newBuilder()
                                .setDecision(e.decision())
                                .setReason(e.reason())
                                .setTurnId(e.turnId())
                                .setHolderParticipantId(e.holderParticipantId()))
                        .build();
            case Reply e ->
                message.setReply(ReplyEvent.newBuilder()
                                .setReplyId(e.replyId())
                                .setTurnId(e.turnId())
                                .setState(e.state().word())
                                .setText(e.text())
                                .setHeardText(e.heardText())
                                .setReason(e.reason()))
                        .build();
            case Chat e ->
                message.setChat(ChatEvent.newBuilder()
                                .setParticipantId(e.participantId())
                                .setText(e.text())
                                .setAgent(e.agent())
                                .setToParticipantId(e.toParticipantId()))
                        .build();
            case Note e ->
                message.setNote(NoteEvent.newBuilder()
                                .setNoteId(e.noteId())
                                .setKind(e.kind())
                                .setText(e.text())
                                .setOwner(e.owner())
                                .setDue(e.due())
                                .addAllUtteranceIds(e.utteranceIds())
                                .setWithdrawn(e.withdrawn()))
                        .build();
            case Notice e ->
                message.setNotice(NoticeEvent.newBuilder()
                                .setCode(e.code())
                                .setMessage(e.message())
                                .setResolved(e.resolved())
                                .setSeverity(
                                        switch (e.severity()) {
                                            case INFO -> "info";
                                            case WARNING -> "warning";
                                            case ERROR -> "error";
                                        }))
                        .build();
            case Proposal e -> message.setProposal(proposal(e)).build();
            case TurnTimed e -> message.setWaterfall(waterfall(e.waterfall())).build();
        };
    }

    public static MeetingState state(parley.conversation.event.MeetingState state) {
        return switch (state) {
            case JOINING -> MeetingState.MEETING_STATE_JOINING;
            case LOBBY -> MeetingState.MEETING_STATE_LOBBY;
            case IN_CALL -> MeetingState.MEETING_STATE_IN_CALL;
            case NEEDS_HELP -> MeetingState.MEETING_STATE_NEEDS_HELP;
            case LEAVING -> MeetingState.MEETING_STATE_LEAVING;
            case ENDED -> MeetingState.MEETING_STATE_ENDED;
            case FAILED -> MeetingState.MEETING_STATE_FAILED;
        };
    }

    public static Participant participant(Attendee attendee) {
        return Participant.newBuilder()
                .setId(attendee.id())
                .setName(attendee.name())
                .setSelf(attendee.self())
                .setAgent(attendee.agent())
                .setMuted(attendee.muted())
                .setHandRaised(attendee.handRaised())
                .setPresent(attendee.present())
                .build();
    }

    private static TranscriptEvent transcript(Transcript e) {
        return TranscriptEvent.newBuilder()
                .setUtteranceId(e.utteranceId())
                .setParticipantId(e.participantId())
                .setSpeaker(e.speaker())
                .setText(e.text())
                .setFinal(e.closed())
                .setRevision(e.revision())
                .setStartMs(e.startMillis())
                .setEndMs(e.endMillis())
                .setConfidence((float) e.confidence())
                .setLanguage(e.language())
                .addAllWords(words(e.words()))
                .setAgent(e.agent())
                .build();
    }

    private static List<Word> words(List<TimedWord> words) {
        return words.stream()
                .map(word -> Word.newBuilder()
                        .setText(word.text())
                        .setStartMs(word.startMillis())
                        .setEndMs(word.endMillis())
                        .setConfidence((float) word.confidence())
                        .setStable(word.stable())
                        .build())
                .toList();
    }

    private static TurnEvent turn(Turn e) {
        return TurnEvent.newBuilder()
                .setTurnId(e.turnId())
                .setRevision(e.revision())
                .setParticipantId(e.participantId())
                .setState(
                        switch (e.state()) {
                            case SPECULATED -> TurnEvent.State.STATE_SPECULATED;
                            case COMMITTED -> TurnEvent.State.STATE_COMMITTED;
                            case ABORTED -> TurnEvent.State.STATE_ABORTED;
                        })
                .setText(e.text())
                .setProbability((float) e.probability())
                .setReason(e.reason())
                .build();
    }

    private static ProposalEvent proposal(Proposal e) {
        return ProposalEvent.newBuilder()
                .setProposalId(e.proposalId())
                .setTool(e.tool())
                .setWhat(e.what())
                .setRisk(e.risk())
                .setState(e.state())
                .setBy(e.by())
                .setComment(e.comment())
                .setResult(e.result())
                .build();
    }

    private static Waterfall waterfall(parley.conversation.event.Waterfall waterfall) {
        Waterfall.Builder message = Waterfall.newBuilder()
                .setTurnId(waterfall.turnId())
                .setTotalMs(waterfall.totalNanos() / 1e6)
                .setBudgetMs((double) waterfall.budgetMillis())
                .setCulprit(waterfall.culprit());
        waterfall
                .spans()
                .forEach(span -> message.addSpans(Waterfall.Span.newBuilder()
                        .setName(span.stage().word())
                        .setMs(span.millis())
                        .setBudgetMs((double) span.budgetMillis())));
        return message.build();
    }
}
