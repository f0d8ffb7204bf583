package parley.server.delivery;

import static parley.archive.transcript.StoreException.attempt;

import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import parley.archive.sealing.DataKeys;
import parley.archive.sealing.SealingException;
import parley.archive.sqlite.SqliteFile;
import parley.archive.transcript.StoreException;
import parley.server.delivery.StoredDelivery.State;

/** Deliveries on disk: what was to be told is told also after a restart. Any thread that may block. */
public final class DeliveryStore implements AutoCloseable {
    private static final List<String> SCHEMA = List.of(
            "CREATE TABLE deliveries(id TEXT PRIMARY KEY, mark TEXT NOT NULL, tenant TEXT NOT NULL, meeting TEXT NOT"
                    + " NULL, event TEXT NOT NULL, address TEXT NOT NULL, body TEXT NOT NULL, state TEXT NOT NULL,"
                    + " attempts INTEGER NOT NULL, created INTEGER NOT NULL, since INTEGER NOT NULL, due INTEGER NOT"
                    + " NULL, problem TEXT NOT NULL)",
            "CREATE INDEX deliveries_by_due ON deliveries(state, mark, due)",
            "CREATE INDEX deliveries_by_tenant ON deliveries(tenant, created)",
            "CREATE INDEX deliveries_by_meeting ON deliveries(meeting)");

    /** What the file is called in a gateway's storage directory: it was for webhooks only. */
    public static final String FILE = "webhooks.db";

    private static final int FORGOTTEN_KNOWN = 1_000;

    private final SqliteFile file;
    private final DataKeys keys;
    /** Meetings that were deleted not long ago: what is told about them late must not bring them back. Guarded by itself. */
    private final Set<String> forgotten = new LinkedHashSet<>();

    private DeliveryStore(SqliteFile file, DataKeys keys) {
        this.file = file;
        this.keys = keys;
    }

    /** @param keys what is told about sealed meetings is sealed as they are */
    public static DeliveryStore open(Path path, DataKeys keys) throws StoreException {
        return attempt("open " + path, () -> new DeliveryStore(SqliteFile.open(path, List.of(SCHEMA)), keys));
    }

    private Object sealed(StoredDelivery d) throws SealingException {
        return keys.column(d.meetingId(), place(d.id()), d.body());
    }

    private String body(ResultSet row) throws SQLException {
        try {
            return keys.text(row.getString("meeting"), place(row.getString("id")), row.getObject("body"));
        } catch (SealingException e) {
            throw new SQLException(e.getMessage(), e);
        }
    }

    private static String place(String deliveryId) {
        return "deliveries.body " + deliveryId;
    }

    /** Puts it there, or what it became; with {@code onlyNew} something of this id that is there already stays. */
    void put(StoredDelivery d, boolean onlyNew) throws StoreException {
        synchronized (forgotten) {
            if (forgotten.contains(d.meetingId())) {
                return;
            }
            write(d, onlyNew);
        }
    }

    private void write(StoredDelivery d, boolean onlyNew) throws StoreException {
        attempt(
                "keep a delivery",
                () -> file.update(
                        "INSERT OR " + (onlyNew ? "IGNORE" : "REPLACE")
                                + " INTO deliveries VALUES(?,?,?,?,?,?,?,?,?,?,?,?,?)",
                        d.id(),
                        d.mark(),
                        d.tenant(),
                        d.meetingId(),
                        d.event(),
                        d.address(),
                        sealed(d),
                        d.state().name().toLowerCase(Locale.ROOT),
                        d.attempts(),
                        d.createdUnixMillis(),
                        d.sinceUnixMillis(),
                        d.dueUnixMillis(),
                        d.problem()));
    }

    /** What became of an attempt. A delivery that was deleted meanwhile stays deleted. */
    void settle(StoredDelivery d) throws StoreException {
        attempt(
                "note an attempt",
                () -> file.update(
                        "UPDATE deliveries SET state=?, attempts=?, due=?, problem=? WHERE id=?",
                        d.state().name().toLowerCase(Locale.ROOT),
                        d.attempts(),
                        d.dueUnixMillis(),
                        d.problem(),
                        d.id()));
    }

    /** What waits for an endpoint and is due, the longest first. */
    List<StoredDelivery> due(String mark, long now, int limit) throws StoreException {
        return attempt(
                "find what is due",
                () -> file.query(
                        "SELECT * FROM deliveries WHERE state='waiting' AND mark=? AND due<=? ORDER BY due, created"
                                + " LIMIT ?",
                        this::delivery,
                        mark,
                        now,
                        limit));
    }

    /** When something is due that is not due yet. */
    Optional<Long> nextDue(long now) throws StoreException {
        return attempt(
                "find what is next",
                () -> file.first(
                        "SELECT due FROM deliveries WHERE state='waiting' AND due>? ORDER BY due LIMIT 1",
                        row -> row.getLong(1),
                        now));
    }

    /** Newest first. */
    public List<StoredDelivery> list(String tenant, Optional<State> state, int offset, int limit)
            throws StoreException {
        String wanted = state.map(s -> s.name().toLowerCase(Locale.ROOT)).orElse("%");
        return attempt(
                "list deliveries",
                () -> file.query(
                        "SELECT * FROM deliveries WHERE tenant=? AND state LIKE ? ORDER BY created DESC, id DESC LIMIT"
                                + " ? OFFSET ?",
                        this::delivery,
                        tenant,
                        wanted,
                        limit,
                        offset));
    }

    public Optional<StoredDelivery> find(String tenant, String id) throws StoreException {
        return attempt(
                "find a delivery",
                () -> file.first("SELECT * FROM deliveries WHERE tenant=? AND id=?", this::delivery, tenant, id));
    }

    int count(State state) throws StoreException {
        return attempt(
                        "count deliveries",
                        () -> file.first(
                                "SELECT count(*) FROM deliveries WHERE state=?",
                                row -> row.getInt(1),
                                state.name().toLowerCase(Locale.ROOT)))
                .orElse(0);
    }

    /** Gives up everything that waits for an endpoint. */
    void giveUp(String mark, String problem) throws StoreException {
        attempt(
                "give deliveries up",
                () -> file.update(
                        "UPDATE deliveries SET state='dead', problem=? WHERE state='waiting' AND mark=?",
                        problem,
                        mark));
    }

    /** Gives up everything that waits for none of these endpoints. */
    void giveUpOthers(List<String> marks, String problem) throws StoreException {
        String marked = String.join(",", Collections.nCopies(marks.size(), "?"));
        List<Object> values = new ArrayList<>(marks);
        values.addFirst(problem);
        attempt(
                "give deliveries up",
                () -> file.update(
                        "UPDATE deliveries SET state='dead', problem=? WHERE state='waiting' AND mark NOT IN (" + marked
                                + ")",
                        values.toArray()));
    }

    /** Keeps the newest of a state and forgets the others. */
    void prune(State state, int kept) throws StoreException {
        String word = state.name().toLowerCase(Locale.ROOT);
        attempt(
                "forget old deliveries",
                () -> file.update(
                        "DELETE FROM deliveries WHERE state=? AND id NOT IN (SELECT id FROM deliveries WHERE state=?"
                                + " ORDER BY created DESC LIMIT ?)",
                        word,
                        word,
                        kept));
    }

    /** Seals what is told about a meeting that had no key when it was written down. */
    public void seal(String meetingId) throws StoreException {
        attempt("seal deliveries", () -> {
            List<StoredDelivery> plain = file.query(
                    "SELECT * FROM deliveries WHERE meeting=? AND typeof(body)='text'", this::delivery, meetingId);
            int sealed = 0;
            for (StoredDelivery d : plain) {
                sealed += file.update("UPDATE deliveries SET body=? WHERE id=?", sealed(d), d.id());
            }
            file.forgetDeleted();
            return sealed;
        });
    }

    /** Removes everything about a meeting; the number of deliveries that went. */
    public int forget(String meetingId) throws StoreException {
        synchronized (forgotten) {
            if (!meetingId.isEmpty()) {
                forgotten.add(meetingId);
            }
            if (forgotten.size() > FORGOTTEN_KNOWN) {
                forgotten.remove(forgotten.iterator().next());
            }
        }
        return attempt("forget a meeting", () -> {
            int gone = file.update("DELETE FROM deliveries WHERE meeting=?", meetingId);
            file.forgetDeleted();
            return gone;
        });
    }

    private StoredDelivery delivery(ResultSet row) throws SQLException {
        return new StoredDelivery(
                row.getString("id"),
                row.getString("mark"),
                row.getString("tenant"),
                row.getString("meeting"),
                row.getString("event"),
                row.getString("address"),
                body(row),
                State.valueOf(row.getString("state").toUpperCase(Locale.ROOT)),
                row.getInt("attempts"),
                row.getLong("created"),
                row.getLong("since"),
                row.getLong("due"),
                row.getString("problem"));
    }

    @Override
    public void close() throws StoreException {
        attempt("close the deliveries", () -> {
            file.close();
            return 0;
        });
    }
}
