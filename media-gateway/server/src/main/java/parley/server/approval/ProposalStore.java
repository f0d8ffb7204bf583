package parley.server.approval;

import static parley.archive.transcript.StoreException.attempt;

import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import parley.archive.sealing.DataKeys;
import parley.archive.sealing.SealingException;
import parley.archive.sqlite.SqliteFile;
import parley.archive.transcript.StoreException;
import parley.brain.approval.Proposal;
import parley.brain.approval.ToolUse;

/** Proposals on disk: what waits for a decision waits also after a restart. Any thread that may block. */
public final class ProposalStore implements AutoCloseable {
    private static final List<String> SCHEMA = List.of(
            "CREATE TABLE proposals(id TEXT PRIMARY KEY, tenant TEXT NOT NULL, meeting TEXT NOT NULL, agent TEXT NOT"
                    + " NULL, tool TEXT NOT NULL, arguments TEXT NOT NULL, risk TEXT NOT NULL, state TEXT NOT NULL,"
                    + " decider TEXT NOT NULL, comment TEXT NOT NULL, result TEXT NOT NULL, created INTEGER NOT NULL,"
                    + " due INTEGER NOT NULL, settled INTEGER NOT NULL)",
            "CREATE INDEX proposals_by_tenant ON proposals(tenant, created)",
            "CREATE INDEX proposals_by_meeting ON proposals(meeting)",
            "CREATE INDEX proposals_by_state ON proposals(state)");

    /** What the file is called in a gateway's storage directory. */
    public static final String FILE = "proposals.db";

    private final SqliteFile file;
    private final DataKeys keys;

    private ProposalStore(SqliteFile file, DataKeys keys) {
        this.file = file;
        this.keys = keys;
    }

    /** @param keys what is said in proposals of sealed meetings is sealed as they are */
    public static ProposalStore open(Path path, DataKeys keys) throws StoreException {
        return attempt("open " + path, () -> new ProposalStore(SqliteFile.open(path, List.of(SCHEMA)), keys));
    }

    private Object sealed(Proposal p, String column, String text) throws SealingException {
        return keys.column(p.use().meetingId(), place(p.id(), column), text);
    }

    private String opened(ResultSet row, String column) throws SQLException {
        try {
            return keys.text(row.getString("meeting"), place(row.getString("id"), column), row.getObject(column));
        } catch (SealingException e) {
            throw new SQLException(e.getMessage(), e);
        }
    }

    private static String place(String id, String column) {
        return "proposals." + column + " " + id;
    }

    /** A new one, or what became of it. One that was deleted meanwhile stays deleted. */
    public void keep(Proposal p) throws StoreException {
        ToolUse use = p.use();
        attempt(
                "keep a proposal",
                () -> p.state() == Proposal.State.PENDING
                        ? file.update(
                                "INSERT INTO proposals VALUES(?,?,?,?,?,?,?,?,?,?,?,?,?,?)",
                                p.id(),
                                use.tenant(),
                                use.meetingId(),
                                use.agent(),
                                use.tool(),
                                sealed(p, "arguments", use.arguments()),
                                word(use.risk()),
                                word(p.state()),
                                p.decidedBy(),
                                sealed(p, "comment", p.comment()),
                                sealed(p, "result", p.result()),
                                p.createdUnixMillis(),
                                p.dueUnixMillis(),
                                p.settledUnixMillis())
                        : file.update(
                                "UPDATE proposals SET state=?, decider=?, comment=?, result=?, settled=? WHERE id=?",
                                word(p.state()),
                                p.decidedBy(),
                                sealed(p, "comment", p.comment()),
                                sealed(p, "result", p.result()),
                                p.settledUnixMillis(),
                                p.id()));
    }

    /** Those that nothing came of yet, the oldest first. */
    List<Proposal> unsettled() throws StoreException {
        return attempt(
                "find open proposals",
                () -> file.query(
                        "SELECT * FROM proposals WHERE state IN ('pending','approved') ORDER BY created",
                        this::proposal));
    }

    /**
     * Newest first.
     *
     * @param meetingId empty for all meetings
     */
    public List<Proposal> list(String tenant, Optional<Proposal.State> state, String meetingId, int offset, int limit)
            throws StoreException {
        return attempt(
                "list proposals",
                () -> file.query(
                        "SELECT * FROM proposals WHERE tenant=? AND state LIKE ? AND (?='' OR meeting=?)"
                                + " ORDER BY created DESC, id DESC LIMIT ? OFFSET ?",
                        this::proposal,
                        tenant,
                        state.map(ProposalStore::word).orElse("%"),
                        meetingId,
                        meetingId,
                        limit,
                        offset));
    }

    public Optional<Proposal> find(String tenant, String id) throws StoreException {
        return attempt(
                "find a proposal",
                () -> file.first("SELECT * FROM proposals WHERE tenant=? AND id=?", this::proposal, tenant, id));
    }

    /** Seals what a meeting proposed before it had a key. */
    public void seal(String meetingId) throws StoreException {
        attempt("seal proposals", () -> {
            List<Proposal> plain = file.query(
                    "SELECT * FROM proposals WHERE meeting=? AND typeof(arguments)='text'", this::proposal, meetingId);
            int sealed = 0;
            for (Proposal p : plain) {
                sealed += file.update(
                        "UPDATE proposals SET arguments=?, comment=?, result=? WHERE id=?",
                        sealed(p, "arguments", p.use().arguments()),
                        sealed(p, "comment", p.comment()),
                        sealed(p, "result", p.result()),
                        p.id());
            }
            file.forgetDeleted();
            return sealed;
        });
    }

    /** Removes all that a meeting proposed. */
    void forget(String meetingId) throws StoreException {
        attempt("forget a meeting", () -> {
            int gone = file.update("DELETE FROM proposals WHERE meeting=?", meetingId);
            file.forgetDeleted();
            return gone;
        });
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    private Proposal proposal(ResultSet row) throws SQLException {
        return new Proposal(
                row.getString("id"),
                new ToolUse(
                        row.getString("tenant"),
                        row.getString("meeting"),
                        row.getString("agent"),
                        row.getString("tool"),
                        opened(row, "arguments"),
                        Proposal.Risk.valueOf(row.getString("risk").toUpperCase(Locale.ROOT))),
                Proposal.State.valueOf(row.getString("state").toUpperCase(Locale.ROOT)),
                row.getString("decider"),
                opened(row, "comment"),
                opened(row, "result"),
                row.getLong("created"),
                row.getLong("due"),
                row.getLong("settled"));
    }

    @Override
    public void close() throws StoreException {
        attempt("close the proposals", () -> {
            file.close();
            return 0;
        });
    }
}
