package parley.archive.transcript;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A store in one SQLite file, with write-ahead logging and full-text search. One connection writes under a lock, another
 * reads; a commit is in the operating system's hands before {@link #add} returns, so that {@code kill -9} loses nothing.
 */
public final class SqliteTranscriptStore implements TranscriptStore {
    private static final int SCHEMA_VERSION = 1;
    private static final String[] SCHEMA = {
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
                + " name)) WITHOUT ROWID",
    };

    private final Connection writing;
    private final Connection reading;
    private final ReentrantLock writeLock = new ReentrantLock();
    private final ReentrantLock readLock = new ReentrantLock();

    private SqliteTranscriptStore(Connection writing, Connection reading) {
        this.writing = writing;
        this.reading = reading;
    }

    /** Opens the file, or makes it. */
    public static SqliteTranscriptStore open(Path file) throws StoreException {
        try {
            Connection writing = connect(file);
            prepareSchema(writing, file);
            return new SqliteTranscriptStore(writing, connect(file));
        } catch (SQLException e) {
            throw new StoreException("cannot open the transcript store " + file, e);
        }
    }

    private static Connection connect(Path file) throws SQLException {
        Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        try (Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA journal_mode=WAL");
            statement.execute("PRAGMA synchronous=NORMAL");
            statement.execute("PRAGMA busy_timeout=5000");
            // Deleted words must be gone from the file, not only from the tables.
            statement.execute("PRAGMA secure_delete=ON");
        }
        return connection;
    }

    private static void prepareSchema(Connection connection, Path file) throws SQLException, StoreException {
        try (Statement statement = connection.createStatement()) {
            int version;
            try (ResultSet row = statement.executeQuery("PRAGMA user_version")) {
                version = row.next() ? row.getInt(1) : 0;
            }
            if (version > SCHEMA_VERSION) {
                throw new StoreException(file + " was written by a newer Parley (schema " + version + ")");
            }
            if (version == 0) {
                connection.setAutoCommit(false);
                for (String sql : SCHEMA) {
                    statement.execute(sql);
                }
                statement.execute("PRAGMA user_version=" + SCHEMA_VERSION);
                connection.commit();
                connection.setAutoCommit(true);
            }
        }
    }

    @Override
    public void opened(MeetingRecord m) throws StoreException {
        write("note a meeting", c -> {
            try (PreparedStatement s =
                    c.prepareStatement("INSERT OR REPLACE INTO meetings VALUES(?,?,?,?,?,?,?,?,?,?)")) {
                s.setString(1, m.id());
                s.setString(2, m.tenant());
                s.setString(3, m.title());
                s.setString(4, m.connector());
                s.setString(5, m.language());
                s.setString(6, m.agent());
                s.setLong(7, m.openedUnixMillis());
                s.setLong(8, m.endedUnixMillis());
                s.setString(9, m.endReason());
                s.setString(10, Columns.attributes(m.attributes()));
                return s.executeUpdate();
            }
        });
    }

    @Override
    public void ended(String meetingId, long endedUnixMillis, String reason) throws StoreException {
        write("close a meeting", c -> {
            try (PreparedStatement s = c.prepareStatement("UPDATE meetings SET ended=?, reason=? WHERE id=?")) {
                s.setLong(1, endedUnixMillis);
                s.setString(2, reason);
                s.setString(3, meetingId);
                return s.executeUpdate();
            }
        });
    }

    @Override
    public Optional<MeetingRecord> meeting(String meetingId) throws StoreException {
        return read("find a meeting", c -> {
            try (PreparedStatement s = c.prepareStatement("SELECT * FROM meetings WHERE id=?")) {
                s.setString(1, meetingId);
                return Columns.meetings(s.executeQuery()).stream().findFirst();
            }
        });
    }

    @Override
    public List<MeetingRecord> meetings(String tenant, boolean liveOnly, long beforeUnixMillis, int limit)
            throws StoreException {
        return read("list meetings", c -> {
            try (PreparedStatement s = c.prepareStatement("SELECT * FROM meetings WHERE tenant=? AND opened<?"
                    + (liveOnly ? " AND ended=0" : "") + " ORDER BY opened DESC, id DESC LIMIT ?")) {
                s.setString(1, tenant);
                s.setLong(2, beforeUnixMillis);
                s.setInt(3, limit);
                return Columns.meetings(s.executeQuery());
            }
        });
    }

    @Override
    public void add(List<StoredUtterance> utterances) throws StoreException {
        write("store what was said", c -> {
            // Delete and insert instead of replace: the full-text triggers see both.
            try (PreparedStatement delete =
                            c.prepareStatement("DELETE FROM utterances WHERE meeting=? AND id=? AND revision<=?");
                    PreparedStatement insert =
                            c.prepareStatement("INSERT OR IGNORE INTO utterances(meeting,id,participant,speaker,text,"
                                    + "revision,start,finish,confidence,language,agent,seq,words)"
                                    + " VALUES(?,?,?,?,?,?,?,?,?,?,?,?,?)")) {
                for (StoredUtterance u : utterances) {
                    delete.setString(1, u.meetingId());
                    delete.setString(2, u.utteranceId());
                    delete.setInt(3, u.revision());
                    delete.executeUpdate();
                    Columns.bind(insert, u);
                    insert.executeUpdate();
                }
                return utterances.size();
            }
        });
    }

    @Override
    public List<StoredUtterance> transcript(String meetingId) throws StoreException {
        return read("read a transcript", c -> {
            try (PreparedStatement s =
                    c.prepareStatement("SELECT * FROM utterances WHERE meeting=? ORDER BY start, seq")) {
                s.setString(1, meetingId);
                return Columns.utterances(s.executeQuery());
            }
        });
    }

    @Override
    public void append(String meetingId, List<StoredEvent> events) throws StoreException {
        write("store events", c -> {
            try (PreparedStatement s = c.prepareStatement("INSERT OR IGNORE INTO events VALUES(?,?,?,?,?)")) {
                for (StoredEvent event : events) {
                    s.setString(1, meetingId);
                    s.setLong(2, event.seq());
                    s.setLong(3, event.atMillis());
                    s.setString(4, event.kind());
                    s.setString(5, event.json());
                    s.addBatch();
                }
                return s.executeBatch().length;
            }
        });
    }

    @Override
    public List<StoredEvent> events(String meetingId, long afterSeq, int limit) throws StoreException {
        return read("read events", c -> {
            try (PreparedStatement s = c.prepareStatement(
                    "SELECT seq, at, kind, json FROM events WHERE meeting=? AND seq>? ORDER BY seq LIMIT ?")) {
                s.setString(1, meetingId);
                s.setLong(2, afterSeq);
                s.setInt(3, limit);
                List<StoredEvent> events = new ArrayList<>();
                try (ResultSet row = s.executeQuery()) {
                    while (row.next()) {
                        events.add(new StoredEvent(row.getLong(1), row.getLong(2), row.getString(3), row.getString(4)));
                    }
                }
                return events;
            }
        });
    }

    @Override
    public List<SearchHit> search(String tenant, String query, int offset, int limit) throws StoreException {
        String match = FullText.match(query);
        if (match.isEmpty()) {
            return List.of();
        }
        return read("search", c -> {
            try (PreparedStatement s = c.prepareStatement("SELECT m.id, m.title, u.id, u.speaker,"
                    + " snippet(spoken, 0, '[', ']', '...', 16), u.start FROM spoken JOIN utterances u ON u.n=spoken.rowid"
                    + " JOIN meetings m ON m.id=u.meeting WHERE spoken MATCH ? AND m.tenant=?"
                    + " ORDER BY rank, m.opened DESC, u.start LIMIT ? OFFSET ?")) {
                s.setString(1, match);
                s.setString(2, tenant);
                s.setInt(3, limit);
                s.setInt(4, offset);
                List<SearchHit> hits = new ArrayList<>();
                try (ResultSet row = s.executeQuery()) {
                    while (row.next()) {
                        hits.add(new SearchHit(
                                row.getString(1),
                                row.getString(2),
                                row.getString(3),
                                row.getString(4),
                                row.getString(5),
                                row.getLong(6)));
                    }
                }
                return hits;
            }
        });
    }

    @Override
    public void keep(String meetingId, String name, String content) throws StoreException {
        write("keep a document", c -> {
            try (PreparedStatement s = c.prepareStatement("INSERT OR REPLACE INTO documents VALUES(?,?,?)")) {
                s.setString(1, meetingId);
                s.setString(2, name);
                s.setString(3, content);
                return s.executeUpdate();
            }
        });
    }

    @Override
    public Optional<String> kept(String meetingId, String name) throws StoreException {
        return read("read a document", c -> {
            try (PreparedStatement s = c.prepareStatement("SELECT content FROM documents WHERE meeting=? AND name=?")) {
                s.setString(1, meetingId);
                s.setString(2, name);
                try (ResultSet row = s.executeQuery()) {
                    return row.next() ? Optional.of(row.getString(1)) : Optional.<String>empty();
                }
            }
        });
    }

    @Override
    public int delete(String meetingId) throws StoreException {
        int rows = write("delete a meeting", c -> {
            int gone = 0;
            for (String table : List.of("utterances", "events", "documents")) {
                try (PreparedStatement s = c.prepareStatement("DELETE FROM " + table + " WHERE meeting=?")) {
                    s.setString(1, meetingId);
                    gone += s.executeUpdate();
                }
            }
            try (PreparedStatement s = c.prepareStatement("DELETE FROM meetings WHERE id=?")) {
                s.setString(1, meetingId);
                gone += s.executeUpdate();
            }
            try (Statement s = c.createStatement()) {
                s.execute("INSERT INTO spoken(spoken) VALUES('optimize')");
            }
            return gone;
        });
        writeLock.lock();
        try (Statement s = writing.createStatement()) {
            // The write-ahead log would keep the deleted pages until its next wrap.
            s.execute("PRAGMA wal_checkpoint(TRUNCATE)");
        } catch (SQLException e) {
            throw new StoreException("cannot delete a meeting", e);
        } finally {
            writeLock.unlock();
        }
        return rows;
    }

    @Override
    public List<MeetingRecord> endedBefore(String tenant, long unixMillis) throws StoreException {
        return read("list old meetings", c -> {
            try (PreparedStatement s = c.prepareStatement(
                    "SELECT * FROM meetings WHERE tenant=? AND ended>0 AND ended<? ORDER BY ended")) {
                s.setString(1, tenant);
                s.setLong(2, unixMillis);
                return Columns.meetings(s.executeQuery());
            }
        });
    }

    @Override
    public List<String> closeAbandoned(long nowUnixMillis) throws StoreException {
        List<String> abandoned = read("find abandoned meetings", c -> {
            try (Statement s = c.createStatement();
                    ResultSet row = s.executeQuery("SELECT id FROM meetings WHERE ended=0")) {
                List<String> ids = new ArrayList<>();
                while (row.next()) {
                    ids.add(row.getString(1));
                }
                return ids;
            }
        });
        for (String id : abandoned) {
            ended(id, nowUnixMillis, "gateway-stopped");
        }
        return abandoned;
    }

    @Override
    public void close() throws StoreException {
        writeLock.lock();
        readLock.lock();
        try {
            reading.close();
            writing.close();
        } catch (SQLException e) {
            throw new StoreException("cannot close the transcript store", e);
        } finally {
            readLock.unlock();
            writeLock.unlock();
        }
    }

    private interface Work<T> {
        T with(Connection connection) throws SQLException;
    }

    private <T> T write(String what, Work<T> work) throws StoreException {
        writeLock.lock();
        try {
            writing.setAutoCommit(false);
            try {
                T result = work.with(writing);
                writing.commit();
                return result;
            } catch (SQLException e) {
                writing.rollback();
                throw e;
            } finally {
                writing.setAutoCommit(true);
            }
        } catch (SQLException e) {
            throw new StoreException("cannot " + what, e);
        } finally {
            writeLock.unlock();
        }
    }

    private <T> T read(String what, Work<T> work) throws StoreException {
        readLock.lock();
        try {
            return work.with(reading);
        } catch (SQLException e) {
            throw new StoreException("cannot " + what, e);
        } finally {
            readLock.unlock();
        }
    }
}
