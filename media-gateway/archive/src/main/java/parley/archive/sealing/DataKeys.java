package parley.archive.sealing;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import parley.archive.sealing.SealingException.Reason;
import parley.archive.sqlite.SqliteFile;

/**
 * The data keys of all meetings, wrapped by the master key, in a file of their own. Without a master key nothing is sealed,
 * and what is sealed already cannot be opened. Any thread that may block.
 */
public final class DataKeys implements AutoCloseable {
    private static final List<List<String>> SCHEMA = List.of(
            List.of(
                    "CREATE TABLE master(fingerprint TEXT NOT NULL)",
                    "CREATE TABLE keys(meeting TEXT PRIMARY KEY, wrapped BLOB NOT NULL) WITHOUT ROWID"),
            List.of("CREATE TABLE adopted(meeting TEXT PRIMARY KEY) WITHOUT ROWID"));
    private static final int REMEMBERED = 10_000;

    private final @Nullable SqliteFile file;
    private final @Nullable MasterKey master;
    private final SecureRandom random = new SecureRandom();
    private final Map<String, Optional<DataKey>> remembered = new ConcurrentHashMap<>();
    /** What was read of the file must not be remembered after it changed there. */
    private final ReentrantLock changing = new ReentrantLock();

    private DataKeys(@Nullable SqliteFile file, @Nullable MasterKey master) {
        this.file = file;
        this.master = master;
    }

    /** Nothing is sealed and nothing sealed can be opened. */
    public static DataKeys none() {
        return new DataKeys(null, null);
    }

    /** Opens the keys; without a master key there must be none. */
    public static DataKeys open(Path path, Optional<MasterKey> master) throws SealingException {
        if (master.isEmpty()) {
            if (Files.exists(path)) {
                throw new SealingException(
                        Reason.NO_MASTER_KEY,
                        "what lies beside " + path + " is sealed and there is no master key: set"
                                + " storage.master-key-file or " + MasterKey.VARIABLE);
            }
            return none();
        }
        try {
            SqliteFile file = SqliteFile.open(path, SCHEMA);
            try {
                adopt(file, path, master.get());
                return new DataKeys(file, master.get());
            } catch (SQLException | SealingException e) {
                file.close();
                throw e;
            }
        } catch (SQLException e) {
            throw new SealingException(Reason.KEYS_UNREADABLE, "cannot open the data keys " + path, e);
        }
    }

    private static void adopt(SqliteFile file, Path path, MasterKey master) throws SQLException, SealingException {
        file.update("INSERT INTO master SELECT ? WHERE NOT EXISTS (SELECT 1 FROM master)", master.fingerprint());
        String known = file.first("SELECT fingerprint FROM master", row -> row.getString(1))
                .orElse("");
        if (!known.equals(master.fingerprint())) {
            throw new SealingException(
                    Reason.WRONG_MASTER_KEY,
                    "the data keys in " + path + " are wrapped by the master key " + known + ", and the one given is "
                            + master.fingerprint()
                            + ": give that one, or exchange them with ./parley master-key rotate");
        }
    }

    /** Whether new meetings are sealed. */
    public boolean sealing() {
        return file != null;
    }

    /** The key of a meeting that begins, made when there is none; empty where nothing is sealed. */
    public Optional<DataKey> begin(String meetingId) throws SealingException {
        if (file == null || master == null) {
            return Optional.empty();
        }
        byte[] bytes = new byte[AesGcm.KEY_BYTES];
        random.nextBytes(bytes);
        DataKey fresh = new DataKey(meetingId, bytes, random);
        changing.lock();
        try {
            int made = file.update(
                    "INSERT OR IGNORE INTO keys SELECT ?,? WHERE EXISTS (SELECT 1 FROM master WHERE fingerprint=?)",
                    meetingId,
                    master.wrap(fresh, meetingId, random),
                    master.fingerprint());
            if (made == 1) {
                remember(meetingId, Optional.of(fresh));
                return Optional.of(fresh);
            }
        } catch (SQLException e) {
            throw new SealingException(Reason.KEYS_UNREADABLE, "cannot keep the data key of " + meetingId, e);
        } finally {
            changing.unlock();
        }
        remembered.remove(meetingId);
        Optional<DataKey> earlier = of(meetingId);
        if (earlier.isEmpty()) {
            throw new SealingException(
                    Reason.WRONG_MASTER_KEY, "the master key was exchanged: start the gateway again with the new one");
        }
        return earlier;
    }

    /**
     * The key of a meeting of before, which is being sealed from now on: until {@link #adopted}, some of it is sealed and the
     * rest is not.
     */
    public DataKey adopt(String meetingId) throws SealingException {
        if (file == null) {
            throw new SealingException(Reason.NO_MASTER_KEY, "meetings can only be sealed with a master key");
        }
        try {
            // The mark first: a key without it says that all is sealed.
            file.update("INSERT OR IGNORE INTO adopted VALUES(?)", meetingId);
            return begin(meetingId).orElseThrow();
        } catch (SQLException e) {
            throw new SealingException(Reason.KEYS_UNREADABLE, "cannot keep the data key of " + meetingId, e);
        }
    }

    /** All of that meeting is sealed now. */
    public void adopted(String meetingId) throws SealingException {
        if (file != null) {
            try {
                file.update("DELETE FROM adopted WHERE meeting=?", meetingId);
            } catch (SQLException e) {
                throw new SealingException(Reason.KEYS_UNREADABLE, "cannot note that " + meetingId + " is sealed", e);
            }
        }
    }

    /** Fails where sealing meetings of before was cut off: what is half sealed can only be sealed on. */
    public void requireFinished() throws SealingException {
        if (!unfinished().isEmpty()) {
            throw new SealingException(
                    Reason.UNFINISHED,
                    "sealing the meetings of before was cut off: run ./parley master-key seal once more");
        }
    }

    /** Meetings whose sealing was cut off. */
    public List<String> unfinished() throws SealingException {
        try {
            return file == null ? List.of() : file.query("SELECT meeting FROM adopted", row -> row.getString(1));
        } catch (SQLException e) {
            throw new SealingException(Reason.KEYS_UNREADABLE, "cannot read what is being sealed", e);
        }
    }

    /** The key of a meeting; empty where it has none, or none any more. */
    public Optional<DataKey> of(String meetingId) throws SealingException {
        if (file == null || master == null) {
            return Optional.empty();
        }
        Optional<DataKey> known = remembered.get(meetingId);
        if (known != null) {
            return known;
        }
        changing.lock();
        try {
            Optional<byte[]> wrapped =
                    file.first("SELECT wrapped FROM keys WHERE meeting=?", row -> row.getBytes(1), meetingId);
            Optional<DataKey> key =
                    wrapped.isEmpty() ? Optional.empty() : Optional.of(master.unwrap(wrapped.get(), meetingId, random));
            remember(meetingId, key);
            return key;
        } catch (SQLException e) {
            throw new SealingException(Reason.KEYS_UNREADABLE, "cannot read the data key of " + meetingId, e);
        } finally {
            changing.unlock();
        }
    }

    /** The key of something that is sealed. */
    public DataKey required(String meetingId) throws SealingException {
        return of(meetingId)
                .orElseThrow(() -> sealing()
                        ? new SealingException(
                                Reason.KEY_DESTROYED, "the data key of meeting " + meetingId + " was destroyed")
                        : new SealingException(
                                Reason.NO_MASTER_KEY,
                                "meeting " + meetingId + " is sealed: set storage.master-key-file or "
                                        + MasterKey.VARIABLE));
    }

    private void remember(String meetingId, Optional<DataKey> key) {
        if (remembered.size() >= REMEMBERED) {
            remembered.clear();
        }
        remembered.put(meetingId, key);
    }

    /** A text as it is kept in a column: sealed for this place, or as it is where the meeting has no key. */
    public Object column(String meetingId, String place, String text) throws SealingException {
        Optional<DataKey> key = of(meetingId);
        return key.isPresent() ? key.get().seal(place, text) : text;
    }

    /** What {@link #column} has made of a text, back again. */
    public String text(String meetingId, String place, Object column) throws SealingException {
        return column instanceof byte[] sealed ? required(meetingId).open(place, sealed) : String.valueOf(column);
    }

    /** From now on nobody reads what this meeting's key has sealed. */
    public void destroy(String meetingId) throws SealingException {
        if (file == null) {
            return;
        }
        changing.lock();
        try {
            remembered.remove(meetingId);
            file.update("DELETE FROM keys WHERE meeting=?", meetingId);
            file.update("DELETE FROM adopted WHERE meeting=?", meetingId);
            file.forgetDeleted();
        } catch (SQLException e) {
            throw new SealingException(Reason.KEYS_UNREADABLE, "cannot destroy the data key of " + meetingId, e);
        } finally {
            changing.unlock();
        }
    }

    /** Wraps all data keys by another master key, or none of them; how many. What they sealed stays as it is. */
    public int rotate(MasterKey next) throws SealingException {
        if (file == null || master == null) {
            throw new SealingException(Reason.NO_MASTER_KEY, "nothing is sealed here");
        }
        try {
            Map<String, byte[]> again = new HashMap<>();
            for (Map.Entry<String, byte[]> one : file.query(
                    "SELECT meeting, wrapped FROM keys", row -> Map.entry(row.getString(1), row.getBytes(2)))) {
                DataKey key = master.unwrap(one.getValue(), one.getKey(), random);
                again.put(one.getKey(), next.wrap(key, one.getKey(), random));
            }
            file.write(statements -> {
                int changed = 0;
                for (Map.Entry<String, byte[]> one : again.entrySet()) {
                    changed +=
                            statements.run("UPDATE keys SET wrapped=? WHERE meeting=?", one.getValue(), one.getKey());
                }
                // A gateway that runs meanwhile may have begun a meeting since: then nothing is exchanged.
                if (changed != again.size() || statements.run("UPDATE keys SET meeting=meeting") != changed) {
                    throw new SQLException("meetings come and go: stop the gateway first");
                }
                return statements.run("UPDATE master SET fingerprint=?", next.fingerprint());
            });
            file.forgetDeleted();
            return again.size();
        } catch (SQLException e) {
            throw new SealingException(Reason.KEYS_UNREADABLE, "cannot exchange the master key", e);
        }
    }

    @Override
    public void close() throws SealingException {
        try {
            if (file != null) {
                file.close();
            }
        } catch (SQLException e) {
            throw new SealingException(Reason.KEYS_UNREADABLE, "cannot close the data keys", e);
        }
    }
}
