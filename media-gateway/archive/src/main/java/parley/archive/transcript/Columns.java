package parley.archive.transcript;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Rows to records and back. */
final class Columns {
    private static final ObjectMapper JSON = new ObjectMapper();

    private Columns() {}

    static String attributes(Map<String, String> attributes) {
        return json(attributes);
    }

    static void bind(PreparedStatement s, StoredUtterance u) throws SQLException {
        s.setString(1, u.meetingId());
        s.setString(2, u.utteranceId());
        s.setString(3, u.participantId());
        s.setString(4, u.speaker());
        s.setString(5, u.text());
        s.setInt(6, u.revision());
        s.setLong(7, u.startMillis());
        s.setLong(8, u.endMillis());
        s.setDouble(9, u.confidence());
        s.setString(10, u.language());
        s.setBoolean(11, u.agent());
        s.setLong(12, u.seq());
        s.setString(13, json(u.words()));
    }

    static List<MeetingRecord> meetings(ResultSet row) throws SQLException {
        List<MeetingRecord> found = new ArrayList<>();
        try (row) {
            while (row.next()) {
                found.add(new MeetingRecord(
                        row.getString("id"),
                        row.getString("tenant"),
                        row.getString("title"),
                        row.getString("connector"),
                        row.getString("language"),
                        row.getString("agent"),
                        row.getLong("opened"),
                        row.getLong("ended"),
                        row.getString("reason"),
                        parse(row.getString("attributes"), new TypeReference<Map<String, String>>() {})));
            }
        }
        return found;
    }

    static List<StoredUtterance> utterances(ResultSet row) throws SQLException {
        List<StoredUtterance> found = new ArrayList<>();
        try (row) {
            while (row.next()) {
                found.add(new StoredUtterance(
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
                        parse(row.getString("words"), new TypeReference<List<StoredUtterance.StoredWord>>() {})));
            }
        }
        return found;
    }

    private static String json(Object value) {
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
