package parley.server.gateway;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import parley.archive.transcript.StoredEvent;
import parley.archive.transcript.StoredUtterance;
import parley.gateway.v1.MeetingEvent;
import parley.gateway.v1.TranscriptEvent;
import parley.gateway.v1.Word;
import parley.server.event.EncodedEvent;
import parley.server.json.ProtoJson;

/** Events and utterances between the archive's rows and the contract's messages. */
final class StoredEvents {
    private static final Logger LOG = LoggerFactory.getLogger(StoredEvents.class);

    private StoredEvents() {}

    /** What cannot be read any more is empty: a row of a later version, say. */
    static List<EncodedEvent> decode(String meetingId, List<StoredEvent> rows) {
        List<EncodedEvent> events = new ArrayList<>(rows.size());
        for (StoredEvent row : rows) {
            MeetingEvent.Builder event = MeetingEvent.newBuilder()
                    .setSeq(row.seq())
                    .setAtMs(row.atMillis())
                    .setMeetingId(meetingId);
            try {
                fill(event, row);
            } catch (ProtoJson.Malformed e) {
                LOG.warn("event {} of meeting {} cannot be read: {}", row.seq(), meetingId, e.getMessage());
            }
            events.add(new EncodedEvent(event.build(), 0));
        }
        return events;
    }

    /** Rows hold an event's own members, under the names that the contract gives them. */
    private static void fill(MeetingEvent.Builder event, StoredEvent row) throws ProtoJson.Malformed {
        FieldDescriptor field = MeetingEvent.getDescriptor().findFieldByName(row.kind());
        if (field == null || field.getContainingOneof() == null) {
            return;
        }
        Message.Builder content = event.newBuilderForField(field);
        if (row.kind().equals("note")) {
            // "kind" is the event's kind there
            ProtoJson.read(
                    row.json().replace("\"kind\":\"note\",", "").replace("\"note_kind\":", "\"kind\":"), content);
        } else {
            ProtoJson.read(row.json(), content);
        }
        event.setField(field, content.build());
    }

    static TranscriptEvent message(StoredUtterance utterance) {
        TranscriptEvent.Builder message = TranscriptEvent.newBuilder()
                .setUtteranceId(utterance.utteranceId())
                .setParticipantId(utterance.participantId())
                .setSpeaker(utterance.speaker())
                .setText(utterance.text())
                .setFinal(true)
                .setRevision(utterance.revision())
                .setStartMs(utterance.startMillis())
                .setEndMs(utterance.endMillis())
                .setConfidence((float) utterance.confidence())
                .setLanguage(utterance.language())
                .setAgent(utterance.agent());
        utterance
                .words()
                .forEach(word -> message.addWords(Word.newBuilder()
                        .setText(word.text())
                        .setStartMs(word.startMillis())
                        .setEndMs(word.endMillis())
                        .setConfidence((float) word.confidence())
                        .setStable(true)));
        return message.build();
    }
}
