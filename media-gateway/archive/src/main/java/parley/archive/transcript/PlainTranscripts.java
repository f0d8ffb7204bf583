package parley.archive.transcript;

import static parley.archive.transcript.StoreException.attempt;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import parley.archive.sealing.DataKeys;
import parley.archive.sqlite.SqliteFile;

/**
 * The transcripts that were written when there was no master key, in the file of a {@link SqliteTranscriptStore}: which there are,
 * and how they are sealed. While nobody else uses the file.
 */
public final class PlainTranscripts implements AutoCloseable {
    private final SqliteFile file;
    private final Columns plain = new Columns(DataKeys.none());
    private final Columns sealed;

    private PlainTranscripts(SqliteFile file, DataKeys keys) {
        this.file = file;
        this.sealed = new Columns(keys);
    }

    /** @param keys that have one for each meeting which is to be sealed */
    public static PlainTranscripts open(Path path, DataKeys keys) throws StoreException {
        return attempt(
                "open the transcript store " + path,
                () -> new PlainTranscripts(SqliteFile.open(path, SqliteTranscriptStore.VERSIONS), keys));
    }

    /** Whether somebody has that file open. */
    public static boolean inUse(Path path) throws StoreException {
        return attempt("look at " + path, () -> SqliteFile.inUse(path));
    }

    /** Meetings that are not sealed, by their ids, with whose they are. */
    public Map<String, String> meetings() throws StoreException {
        return attempt("find what is not sealed", () -> {
            Map<String, String> found = new LinkedHashMap<>();
            file.query(
                            "SELECT id, tenant FROM meetings WHERE typeof(title)='text' ORDER BY opened",
                            row -> Map.entry(row.getString(1), row.getString(2)))
                    .forEach(meeting -> found.put(meeting.getKey(), meeting.getValue()));
            return found;
        });
    }

    /** Whose meeting it is, sealed or not, as long as anything of it is kept. */
    public Optional<String> tenant(String meetingId) throws StoreException {
        return attempt(
                "find a meeting",
                () -> file.first("SELECT tenant FROM meetings WHERE id=?", row -> row.getString(1), meetingId));
    }

    /** Seals everything of a meeting that has a key by now and had none when it was written, all of it or nothing. */
    public void seal(String meetingId) throws StoreException {
        attempt("seal a meeting", () -> {
            List<MeetingRecord> meetings =
                    file.query("SELECT * FROM meetings WHERE id=? AND typeof(title)='text'", plain::meeting, meetingId);
            if (meetings.isEmpty()) {
                return 0;
            }
            List<StoredUtterance> said =
                    file.query("SELECT * FROM utterances WHERE meeting=?", plain::utterance, meetingId);
            List<StoredEvent> events = file.query("SELECT * FROM events WHERE meeting=?", plain::event, meetingId);
            List<Map.Entry<String, String>> documents = file.query(
                    "SELECT name, content FROM documents WHERE meeting=?",
                    row -> Map.entry(row.getString(1), row.getString(2)),
                    meetingId);
            int rows = file.write(statements -> {
                int changed = SqliteTranscriptStore.replace(statements, sealed, said);
                for (StoredEvent event : events) {
                    changed += statements.run(
                            "UPDATE events SET json=? WHERE meeting=? AND seq=?",
                            sealed.sealed(meetingId, Columns.eventPlace(event.seq()), event.json()),
                            meetingId,
                            event.seq());
                }
                for (Map.Entry<String, String> document : documents) {
                    changed += statements.run(
                            "UPDATE documents SET content=? WHERE meeting=? AND name=?",
                            sealed.sealed(meetingId, Columns.documentPlace(document.getKey()), document.getValue()),
                            meetingId,
                            document.getKey());
                }
                statements.run("INSERT INTO spoken(spoken) VALUES('optimize')");
                return changed + statements.run(SqliteTranscriptStore.KEEP_MEETING, sealed.values(meetings.getFirst()));
            });
            file.forgetDeleted();
            return rows;
        });
    }

    @Override
    public void close() throws StoreException {
        attempt("close the transcript store", () -> {
            file.close();
            return 0;
        });
    }
}
