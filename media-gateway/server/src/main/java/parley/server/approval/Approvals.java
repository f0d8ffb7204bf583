package parley.server.approval;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import parley.archive.sealing.DataKeys;
import parley.archive.transcript.StoreException;
import parley.brain.approval.ApprovalDesk;
import parley.brain.approval.ApprovalRule;
import parley.brain.approval.AuditEntry;
import parley.brain.approval.AuditLog;
import parley.brain.approval.Proposal;
import parley.brain.approval.ProposalBook;

/** The gateway's desk of approvals with what it writes: proposals in a database, and who did what in the audit log. Any thread. */
public final class Approvals implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Approvals.class);

    private final AuditLog audit;
    private final ProposalStore store;
    private final ApprovalDesk desk;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofVirtual().name("approvals").factory());

    /** @param patienceMillis how long a proposal waits for a decision */
    public Approvals(
            Path directory,
            DataKeys keys,
            List<ApprovalRule> rules,
            long patienceMillis,
            InstantSource clock,
            RandomGenerator random)
            throws IOException, StoreException {
        audit = new AuditLog(directory.resolve("audit.jsonl"), clock);
        store = ProposalStore.open(directory.resolve(ProposalStore.FILE), keys);
        List<Proposal> unsettled = store.unsettled();
        desk = new ApprovalDesk(rules, patienceMillis, clock, random, new ProposalBook() {
            @Override
            public void keep(Proposal proposal) {
                write(proposal);
            }

            @Override
            public List<Proposal> unsettled() {
                return unsettled;
            }
        });
    }

    /** Begins to let go of what nobody decides on. */
    public void start() {
        timer.scheduleWithFixedDelay(this::expire, 0, 1, TimeUnit.SECONDS);
    }

    private void expire() {
        try {
            desk.expire();
        } catch (RuntimeException e) { // else the timer would stop for good
            LOG.warn("proposals do not expire", e);
        }
    }

    private void write(Proposal proposal) {
        audit.record(AuditEntry.of(proposal));
        try {
            store.keep(proposal);
        } catch (StoreException e) {
            throw new UncheckedIOException(new IOException("proposals cannot be kept", e));
        }
    }

    public ApprovalDesk desk() {
        return desk;
    }

    public ProposalStore proposals() {
        return store;
    }

    public AuditLog audit() {
        return audit;
    }

    /** Removes what a meeting proposed; the audit log stays, which holds none of its words. */
    public void forget(String meetingId) throws StoreException {
        desk.forget(meetingId);
        store.forget(meetingId);
    }

    @Override
    public void close() throws IOException, StoreException {
        timer.shutdownNow();
        store.close();
        audit.close();
    }
}
