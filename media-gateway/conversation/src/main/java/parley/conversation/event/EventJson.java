package parley.conversation.event;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;

/** Events as JSON, with the keys of the gateway's API: {@code seq}, {@code at_ms}, {@code kind} and the event's own. */
public final class EventJson {
    private static final ObjectMapper JSON = new ObjectMapper();

    private EventJson() {}

    public static ObjectNode of(Published published) {
        ObjectNode node = JSON.createObjectNode();
        node.put("seq", published.seq()).put("at_ms", published.atMillis());
        node.put("kind", published.event().kind());
        switch (published.event()) {
            case MeetingEvent.StateChanged e ->
                node.put("state", e.state().word()).put("reason", e.reason()).put("message", e.message());
            case MeetingEvent.AttendeeChanged e -> {
                node.put("change", e.change());
                attendee(node.putObject("participant"), e.attendee());
            }
            case MeetingEvent.Transcript e -> transcript(node, e);
            case MeetingEvent.Turn e ->
                node.put("turn_id", e.turnId())
                        .put("revision", e.revision())
                        .put("participant_id", e.participantId())
                        .put("state", e.state().name().toLowerCase(Locale.ROOT))
                        .put("text", e.text())
                        .put("probability", e.probability())
                        .put("reason", e.reason());
            case MeetingEvent.Floor e ->
                node.put("decision", e.decision())
                        .put("reason", e.reason())
                        .put("turn_id", e.turnId())
                        .put("holder_participant_id", e.holderParticipantId());
            case MeetingEvent.Reply e ->
                node.put("reply_id", e.replyId())
                        .put("turn_id", e.turnId())
                        .put("state", e.state().word())
                        .put("text", e.text())
                        .put("heard_text", e.heardText())
                        .put("reason", e.reason());
            case MeetingEvent.Chat e ->
                node.put("participant_id", e.participantId())
                        .put("text", e.text())
                        .put("agent", e.agent())
                        .put("to_participant_id", e.toParticipantId());
            case MeetingEvent.Note e -> {
                node.put("note_id", e.noteId()).put("note_kind", e.kind()).put("text", e.text());
                node.put("owner", e.owner()).put("due", e.due()).put("withdrawn", e.withdrawn());
                ArrayNode ids = node.putArray("utterance_ids");
                e.utteranceIds().forEach(ids::add);
            }
            case MeetingEvent.Notice e ->
                node.put("code", e.code())
                        .put("message", e.message())
                        .put("resolved", e.resolved())
                        .put("severity", e.severity().name().toLowerCase(Locale.ROOT));
            case MeetingEvent.Proposal e ->
                node.put("proposal_id", e.proposalId())
                        .put("tool", e.tool())
                        .put("what", e.what())
                        .put("risk", e.risk())
                        .put("state", e.state())
                        .put("by", e.by())
                        .put("comment", e.comment())
                        .put("result", e.result());
            case MeetingEvent.TurnTimed e -> waterfall(node, e.waterfall());
        }
        return node;
    }

    private static void attendee(ObjectNode node, Attendee a) {
        node.put("id", a.id()).put("name", a.name()).put("self", a.self()).put("agent", a.agent());
        node.put("muted", a.muted()).put("hand_raised", a.handRaised()).put("present", a.present());
    }

    private static void transcript(ObjectNode node, MeetingEvent.Transcript e) {
        node.put("utterance_id", e.utteranceId()).put("participant_id", e.participantId());
        node.put("speaker", e.speaker()).put("text", e.text()).put("final", e.closed());
        node.put("revision", e.revision()).put("start_ms", e.startMillis()).put("end_ms", e.endMillis());
        node.put("confidence", e.confidence()).put("language", e.language()).put("agent", e.agent());
        ArrayNode words = node.putArray("words");
        for (TimedWord word : e.words()) {
            words.addObject()
                    .put("text", word.text())
                    .put("start_ms", word.startMillis())
                    .put("end_ms", word.endMillis())
                    .put("confidence", word.confidence())
                    .put("stable", word.stable());
        }
    }

    public static void waterfall(ObjectNode node, Waterfall w) {
        node.put("turn_id", w.turnId()).put("total_ms", w.totalMillis()).put("budget_ms", w.budgetMillis());
        node.put("culprit", w.culprit());
        ArrayNode spans = node.putArray("spans");
        for (Waterfall.Span span : w.spans()) {
            spans.addObject()
                    .put("name", span.stage().word())
                    .put("ms", span.millis())
                    .put("budget_ms", span.budgetMillis());
        }
    }
}
