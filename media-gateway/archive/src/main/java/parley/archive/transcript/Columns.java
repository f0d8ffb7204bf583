package parley.archive.transcript;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;

/** Rows to records and back. */
final class Columns {
    private static final ObjectMapper JSON = new ObjectMapper();

    private Columns() {}

    static Object[] values(StoredUtterance u) {
        return new Object[] {
            u.meetingId(),
            u.utteranceId(),
            u.participantId(),
            u.speaker(),
            u.text(),
            u.revision(),
            u.startMillis(),
            u.endMillis(),
            u.confidence(),
            u.language(),
            u.agent(),
            u.seq(),
            json(u.words())
        };
    }

    static MeetingRecord meeting(ResultSet row) throws SQLException {
        return new MeetingRecord(
                row.getString("id"),
                row.getString("tenant"),
                row.getString("title"),
                row.getString("connector"),
                row.getString("language"),
                row.getString("agent"),
                row.getLong("opened"),
                row.getLong("ended"),
                row.getString("reason"),
                parse(row.getString("attributes"), new TypeReference<Map<String, String>>() {}));
    }

    static StoredUtterance utterance(ResultSet row) throws SQLException {
        return new StoredUtterance(
                row.getString("meeting"),
                row.getString("id"),
                row.getString("participant"),
                row.getString("speaker"),
                row.getString("text"),
                row.getInt("revision"),
                row.getLong("start"),
                row.getLong("finish"),
                row.getDouble("confidence"),
                row.getString("language"),
                row.getBoolean("agent"),
                row.getLong("seq"),
                parse(row.getString("words"), new TypeReference<List<StoredUtterance.StoredWord>>() {}));
    }

    static StoredEvent event(ResultSet row) throws SQLException {
        return new StoredEvent(row.getLong("seq"), row.getLong("at"), row.getString("kind"), row.getString("json"));
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
