package parley.archive.transcript;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import parley.archive.sealing.DataKey;
import parley.archive.sealing.DataKeys;
import parley.archive.sealing.SealingException;

/** Rows to records and back. Who said what is sealed where the meeting has a key: then the column holds bytes. */
final class Columns {
    private static final ObjectMapper JSON = new ObjectMapper();

    private static final String TITLE = "title";
    private static final String ATTRIBUTES = "attributes";
    private static final String PARTICIPANT = "participant";
    private static final String SPEAKER = "speaker";
    private static final String TEXT = "text";
    private static final String WORDS = "words";

    private final DataKeys keys;

    Columns(DataKeys keys) {
        this.keys = keys;
    }

    /** What goes into a column. */
    Object sealed(String meetingId, String place, String text) throws SQLException {
        Optional<DataKey> key = key(meetingId);
        return key.isPresent() ? key.get().seal(place, text) : text;
    }

    /** What came out of a column. */
    String opened(String meetingId, String place, ResultSet row, String column) throws SQLException {
        return opened(meetingId, key(meetingId), place, row, column);
    }

    private Optional<DataKey> key(String meetingId) throws SQLException {
        try {
            return keys.of(meetingId);
        } catch (SealingException e) {
            throw new SQLException(e.getMessage(), e);
        }
    }

    private String opened(String meetingId, Optional<DataKey> key, String place, ResultSet row, String column)
            throws SQLException {
        Object value = row.getObject(column);
        try {
            if (!(value instanceof byte[] bytes)) {
                if (key.isPresent()) {
                    throw new SealingException(
                            SealingException.Reason.TAMPERED,
                            place + " of meeting " + meetingId + " is not sealed, and everything of it was");
                }
                return row.getString(column);
            }
            return (key.isPresent() ? key.get() : keys.required(meetingId)).open(place, bytes);
        } catch (SealingException e) {
            throw new SQLException(e.getMessage(), e);
        }
    }

    private static String place(StoredUtterance u, String column) {
        return place(u.utteranceId(), u.revision(), column);
    }

    private static String place(String utteranceId, int revision, String column) {
        return "utterances." + column + " " + utteranceId + " " + revision;
    }

    static String eventPlace(long seq) {
        return "events.json " + seq;
    }

    static String documentPlace(String name) {
        return "documents.content " + name;
    }

    Object[] values(StoredUtterance u) throws SQLException {
        String id = u.meetingId();
        return new Object[] {
            u.meetingId(),
            u.utteranceId(),
            sealed(id, place(u, PARTICIPANT), u.participantId()),
            sealed(id, place(u, SPEAKER), u.speaker()),
            sealed(id, place(u, TEXT), u.text()),
            u.revision(),
            u.startMillis(),
            u.endMillis(),
            u.confidence(),
            u.language(),
            u.agent(),
            u.seq(),
            sealed(id, place(u, WORDS), json(u.words()))
        };
    }

    Object[] values(MeetingRecord m) throws SQLException {
        return new Object[] {
            m.id(),
            m.tenant(),
            sealed(m.id(), TITLE, m.title()),
            m.connector(),
            m.language(),
            m.agent(),
            m.openedUnixMillis(),
            m.endedUnixMillis(),
            m.endReason(),
            sealed(m.id(), ATTRIBUTES, json(m.attributes()))
        };
    }

    /** A meeting whose key was destroyed before its rows went is listed without a name, so that it can be deleted again. */
    MeetingRecord meeting(ResultSet row) throws SQLException {
        String id = row.getString("id");
        // Looked for once: it can be destroyed at any moment.
        Optional<DataKey> key = key(id);
        boolean lost = row.getObject(TITLE) instanceof byte[] && keys.sealing() && key.isEmpty();
        return new MeetingRecord(
                id,
                row.getString("tenant"),
                lost ? "" : opened(id, key, TITLE, row, TITLE),
                row.getString("connector"),
                row.getString("language"),
                row.getString("agent"),
                row.getLong("opened"),
                row.getLong("ended"),
                row.getString("reason"),
                lost
                        ? Map.of()
                        : parse(
                                opened(id, key, ATTRIBUTES, row, ATTRIBUTES),
                                new TypeReference<Map<String, String>>() {}));
    }

    StoredUtterance utterance(ResultSet row) throws SQLException {
        String meeting = row.getString("meeting");
        String id = row.getString("id");
        int revision = row.getInt("revision");
        return new StoredUtterance(
                meeting,
                id,
                opened(meeting, place(id, revision, PARTICIPANT), row, PARTICIPANT),
                opened(meeting, place(id, revision, SPEAKER), row, SPEAKER),
                opened(meeting, place(id, revision, TEXT), row, TEXT),
                revision,
                row.getLong("start"),
                row.getLong("finish"),
                row.getDouble("confidence"),
                row.getString("language"),
                row.getBoolean("agent"),
                row.getLong("seq"),
                parse(
                        opened(meeting, place(id, revision, WORDS), row, WORDS),
                        new TypeReference<List<StoredUtterance.StoredWord>>() {}));
    }

    StoredEvent event(ResultSet row) throws SQLException {
        long seq = row.getLong("seq");
        String json = opened(row.getString("meeting"), eventPlace(seq), row, "json");
        return new StoredEvent(seq, row.getLong("at"), row.getString("kind"), json);
    }

    static SearchHit hit(ResultSet row) throws SQLException {
        return new SearchHit(
                row.getString("meeting"),
                row.getString("title"),
                row.getString("id"),
                row.getString("speaker"),
                row.getString("snippet"),
                row.getLong("start"));
    }

    static String json(Object value) {
        try {
            return JSON.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a record of ours cannot be written", e);
        }
    }

    private static <T> T parse(String json, TypeReference<T> type) throws SQLException {
        try {
            return JSON.readValue(json, type);
        } catch (JsonProcessingException e) {
            throw new SQLException("a damaged row: " + e.getMessage(), e);
        }
    }
}
