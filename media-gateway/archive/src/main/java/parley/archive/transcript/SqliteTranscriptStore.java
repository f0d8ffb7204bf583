package parley.archive.transcript;

import static parley.archive.transcript.StoreException.attempt;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import parley.archive.sealing.DataKeys;
import parley.archive.sqlite.SqliteFile;

/**
 * A store in one SQLite file, with write-ahead logging and full-text search. A commit is in the
 * operating system's hands before {@link #add} returns, so that {@code kill -9} loses nothing. Where meetings are sealed, an
 * index on disk would give their words away: then it is a {@link SpokenIndex} in memory that is searched.
 */
public final class SqliteTranscriptStore implements TranscriptStore {
    private static final List<String> FIRST_VERSION = List.of(
            "CREATE TABLE meetings(id TEXT PRIMARY KEY, tenant TEXT NOT NULL, title TEXT NOT NULL, connector TEXT NOT NULL,"
                    + " language TEXT NOT NULL, agent TEXT NOT NULL, opened INTEGER NOT NULL, ended INTEGER NOT NULL,"
                    + " reason TEXT NOT NULL, attributes TEXT NOT NULL)",
            "CREATE INDEX meetings_by_tenant ON meetings(tenant, opened)",
            "CREATE TABLE utterances(n INTEGER PRIMARY KEY, meeting TEXT NOT NULL, id TEXT NOT NULL, participant TEXT NOT"
                    + " NULL, speaker TEXT NOT NULL, text TEXT NOT NULL, revision INTEGER NOT NULL, start INTEGER NOT NULL,"
                    + " finish INTEGER NOT NULL, confidence REAL NOT NULL, language TEXT NOT NULL, agent INTEGER NOT NULL,"
                    + " seq INTEGER NOT NULL, words TEXT NOT NULL, UNIQUE(meeting, id))",
            "CREATE VIRTUAL TABLE spoken USING fts5(text, content='utterances', content_rowid='n', tokenize='porter"
                    + " unicode61')",
            "CREATE TRIGGER utterances_in AFTER INSERT ON utterances BEGIN INSERT INTO spoken(rowid, text) VALUES (new.n,"
                    + " new.text); END",
            "CREATE TRIGGER utterances_out AFTER DELETE ON utterances BEGIN INSERT INTO spoken(spoken, rowid, text) VALUES"
                    + " ('delete', old.n, old.text); END",
            "CREATE TABLE events(meeting TEXT NOT NULL, seq INTEGER NOT NULL, at INTEGER NOT NULL, kind TEXT NOT NULL, json"
                    + " TEXT NOT NULL, PRIMARY KEY(meeting, seq)) WITHOUT ROWID",
            "CREATE TABLE documents(meeting TEXT NOT NULL, name TEXT NOT NULL, content TEXT NOT NULL, PRIMARY KEY(meeting,"
                    + " name)) WITHOUT ROWID");
    /** Sealed text is no text. */
    private static final List<String> SEALABLE = List.of(
            "DROP TRIGGER utterances_in",
            "DROP TRIGGER utterances_out",
            "CREATE TRIGGER utterances_in AFTER INSERT ON utterances WHEN typeof(new.text)='text' BEGIN INSERT INTO"
                    + " spoken(rowid, text) VALUES (new.n, new.text); END",
            "CREATE TRIGGER utterances_out AFTER DELETE ON utterances WHEN typeof(old.text)='text' BEGIN INSERT INTO"
                    + " spoken(spoken, rowid, text) VALUES ('delete', old.n, old.text); END");

    private static final List<String> REQUESTS = List.of(
            "CREATE TABLE requests(request TEXT PRIMARY KEY, meeting TEXT NOT NULL) WITHOUT ROWID",
            "CREATE INDEX requests_by_meeting ON requests(meeting)");

    /** What comes late does not bring a deleted meeting back. */
    private static final String OF_A_MEETING = " WHERE EXISTS (SELECT 1 FROM meetings WHERE id=?1)";

    /** What the file is called in a gateway's storage directory. */
    public static final String FILE = "parley.db";

    static final String KEEP_MEETING = "INSERT OR REPLACE INTO meetings VALUES(?,?,?,?,?,?,?,?,?,?)";

    static final List<List<String>> VERSIONS = List.of(FIRST_VERSION, SEALABLE, REQUESTS);

    private final SqliteFile file;
    private final DataKeys keys;
    private final Columns columns;
    private final Optional<SpokenIndex> index;

    SqliteTranscriptStore(SqliteFile file, DataKeys keys, Optional<SpokenIndex> index) {
        this.file = file;
        this.keys = keys;
        this.columns = new Columns(keys);
        this.index = index;
    }

    /** Opens the file, or makes it; nothing in it is sealed. */
    public static SqliteTranscriptStore open(Path path) throws StoreException {
        return open(path, DataKeys.none());
    }

    /** @param keys with a master key, new meetings are sealed */
    public static SqliteTranscriptStore open(Path path, DataKeys keys) throws StoreException {
        try {
            SqliteFile file = SqliteFile.open(path, VERSIONS);
            if (!keys.sealing()) {
                return new SqliteTranscriptStore(file, keys, Optional.empty());
            }
            SpokenIndex index = SpokenIndex.empty();
            index.fill(new SqliteTranscriptStore(file, keys, Optional.empty()));
            return new SqliteTranscriptStore(file, keys, Optional.of(index));
        } catch (SQLException e) {
            throw new StoreException("cannot open the transcript store " + path, e);
        }
    }

    @Override
    public void opened(MeetingRecord m) throws StoreException {
        attempt("note a meeting", () -> {
            if (keys.sealing()) {
                keys.begin(m.id());
            }
            return file.update(KEEP_MEETING, columns.values(m));
        });
        if (index.isPresent()) {
            index.get().opened(m);
        }
    }

    @Override
    public void requested(String tenant, String requestKey, String meetingId) throws StoreException {
        attempt(
                "note a request",
                () -> file.update(
                        "INSERT OR REPLACE INTO requests VALUES(?,?)", fingerprint(tenant, requestKey), meetingId));
    }

    @Override
    public Optional<String> openedBy(String tenant, String requestKey) throws StoreException {
        return attempt(
                "find a request",
                () -> file.first(
                        "SELECT meeting FROM requests WHERE request=?",
                        row -> row.getString(1),
                        fingerprint(tenant, requestKey)));
    }

    private static String fingerprint(String tenant, String requestKey) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(tenant.getBytes(StandardCharsets.UTF_8));
            digest.update((byte) 0);
            return HexFormat.of().formatHex(digest.digest(requestKey.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    @Override
    public void ended(String meetingId, long endedUnixMillis, String reason) throws StoreException {
        attempt(
                "close a meeting",
                () -> file.update(
                        "UPDATE meetings SET ended=?, reason=? WHERE id=?", endedUnixMillis, reason, meetingId));
    }

    @Override
    public Optional<MeetingRecord> meeting(String meetingId) throws StoreException {
        return attempt(
                "find a meeting", () -> file.first("SELECT * FROM meetings WHERE id=?", columns::meeting, meetingId));
    }

    /** All meetings', the newest first; nothing sealed is opened for it. */
    List<String> ids() throws StoreException {
        return attempt(
                "list meetings",
                () -> file.query("SELECT id FROM meetings ORDER BY opened DESC", row -> row.getString(1)));
    }

    @Override
    public List<MeetingRecord> meetings(String tenant, boolean liveOnly, long beforeUnixMillis, int limit)
            throws StoreException {
        String sql = "SELECT * FROM meetings WHERE tenant=? AND opened<?" + (liveOnly ? " AND ended=0" : "")
                + " ORDER BY opened DESC, id DESC LIMIT ?";
        return attempt("list meetings", () -> file.query(sql, columns::meeting, tenant, beforeUnixMillis, limit));
    }

    @Override
    public void add(List<StoredUtterance> utterances) throws StoreException {
        attempt("store what was said", () -> file.write(statements -> replace(statements, columns, utterances)));
        if (index.isPresent()) {
            index.get().add(utterances);
        }
    }

    static int replace(SqliteFile.Statements statements, Columns columns, List<StoredUtterance> utterances)
            throws SQLException {
        for (StoredUtterance u : utterances) {
            // Delete and insert instead of replace: the full-text triggers see both.
            statements.run(
                    "DELETE FROM utterances WHERE meeting=? AND id=? AND revision<=?",
                    u.meetingId(),
                    u.utteranceId(),
                    u.revision());
            statements.run(
                    "INSERT OR IGNORE INTO utterances(meeting,id,participant,speaker,text,revision,start,finish,"
                            + "confidence,language,agent,seq,words) SELECT ?1,?,?,?,?,?,?,?,?,?,?,?,?"
                            + OF_A_MEETING,
                    columns.values(u));
        }
        return utterances.size();
    }

    @Override
    public List<StoredUtterance> transcript(String meetingId) throws StoreException {
        return attempt(
                "read a transcript",
                () -> file.query(
                        "SELECT * FROM utterances WHERE meeting=? ORDER BY start, seq", columns::utterance, meetingId));
    }

    @Override
    public void append(String meetingId, List<StoredEvent> events) throws StoreException {
        attempt(
                "store events",
                () -> file.write(statements -> {
                    for (StoredEvent event : events) {
                        statements.run(
                                "INSERT OR IGNORE INTO events SELECT ?1,?,?,?,?" + OF_A_MEETING,
                                meetingId,
                                event.seq(),
                                event.atMillis(),
                                event.kind(),
                                columns.sealed(meetingId, Columns.eventPlace(event.seq()), event.json()));
                    }
                    return events.size();
                }));
    }

    @Override
    public List<StoredEvent> events(String meetingId, long afterSeq, int limit) throws StoreException {
        return attempt(
                "read events",
                () -> file.query(
                        "SELECT * FROM events WHERE meeting=? AND seq>? ORDER BY seq LIMIT ?",
                        columns::event,
                        meetingId,
                        afterSeq,
                        limit));
    }

    @Override
    public List<StoredEvent> events(String meetingId, List<String> kinds) throws StoreException {
        String marks = String.join(",", Collections.nCopies(kinds.size(), "?"));
        List<Object> values = new ArrayList<>(kinds);
        values.addFirst(meetingId);
        return attempt(
                "read events",
                () -> file.query(
                        "SELECT * FROM events WHERE meeting=? AND kind IN (" + marks + ") ORDER BY seq",
                        columns::event,
                        values.toArray()));
    }

    @Override
    public long lastSeq(String meetingId) throws StoreException {
        return attempt(
                        "read the newest event's number",
                        () -> file.first(
                                "SELECT MAX(seq) FROM events WHERE meeting=?", row -> row.getLong(1), meetingId))
                .orElse(0L);
    }

    @Override
    public List<SearchHit> search(String tenant, String query, int offset, int limit) throws StoreException {
        if (index.isPresent()) {
            return index.get().search(tenant, query, offset, limit);
        }
        String match = FullText.match(query);
        if (match.isEmpty()) {
            return List.of();
        }
        return attempt(
                "search",
                () -> file.query(
                        "SELECT m.id AS meeting, m.title, u.id, u.speaker, snippet(spoken, 0, '[', ']', '...', 16) AS"
                                + " snippet, u.start FROM spoken JOIN utterances u ON u.n=spoken.rowid"
                                + " JOIN meetings m ON m.id=u.meeting WHERE spoken MATCH ? AND m.tenant=?"
                                + " ORDER BY rank, m.opened DESC, u.start LIMIT ? OFFSET ?",
                        Columns::hit,
                        match,
                        tenant,
                        limit,
                        offset));
    }

    @Override
    public void keep(String meetingId, String name, String content) throws StoreException {
        attempt(
                "keep a document",
                () -> file.update(
                        "INSERT OR REPLACE INTO documents SELECT ?1,?,?" + OF_A_MEETING,
                        meetingId,
                        name,
                        columns.sealed(meetingId, Columns.documentPlace(name), content)));
    }

    @Override
    public Optional<String> kept(String meetingId, String name) throws StoreException {
        return attempt(
                "read a document",
                () -> file.first(
                        "SELECT content FROM documents WHERE meeting=? AND name=?",
                        row -> columns.opened(meetingId, Columns.documentPlace(name), row, "content"),
                        meetingId,
                        name));
    }

    @Override
    public List<String> having(String name, String without) throws StoreException {
        return attempt(
                "find documents",
                () -> file.query(
                        "SELECT meeting FROM documents WHERE name=? AND meeting NOT IN"
                                + " (SELECT meeting FROM documents WHERE name=?) ORDER BY meeting",
                        row -> row.getString(1),
                        name,
                        without));
    }

    @Override
    public int delete(String meetingId) throws StoreException {
        return attempt("delete a meeting", () -> {
            int rows = file.write(statements -> {
                int gone = 0;
                for (String table : List.of("utterances", "events", "documents", "requests")) {
                    gone += statements.run("DELETE FROM " + table + " WHERE meeting=?", meetingId);
                }
                gone += statements.run("DELETE FROM meetings WHERE id=?", meetingId);
                statements.run("INSERT INTO spoken(spoken) VALUES('optimize')");
                return gone;
            });
            file.forgetDeleted();
            if (index.isPresent()) {
                index.get().delete(meetingId);
            }
            return rows;
        });
    }

    @Override
    public List<MeetingRecord> endedBefore(String tenant, long unixMillis) throws StoreException {
        return attempt(
                "list old meetings",
                () -> file.query(
                        "SELECT * FROM meetings WHERE tenant=? AND ended>0 AND ended<? ORDER BY ended",
                        columns::meeting,
                        tenant,
                        unixMillis));
    }

    @Override
    public List<String> tenants() throws StoreException {
        return attempt(
                "list tenants",
                () -> file.query("SELECT DISTINCT tenant FROM meetings ORDER BY tenant", row -> row.getString(1)));
    }

    @Override
    public List<String> closeAbandoned(long nowUnixMillis) throws StoreException {
        List<String> abandoned = attempt(
                "find abandoned meetings",
                () -> file.query("SELECT id FROM meetings WHERE ended=0", row -> row.getString(1)));
        for (String id : abandoned) {
            ended(id, nowUnixMillis, "gateway-stopped");
        }
        return abandoned;
    }

    @Override
    public void close() throws StoreException {
        attempt("close the transcript store", () -> {
            if (index.isPresent()) {
                index.get().close();
            }
            file.close();
            return 0;
        });
    }
}
