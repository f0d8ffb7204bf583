package parley.brain.llm;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;
import parley.brain.approval.ApprovalDesk;
import parley.brain.approval.AuditEntry;
import parley.brain.approval.AuditLog;
import parley.brain.approval.Proposal;
import parley.brain.approval.ProposalBook;

/** Approvals of a brain that runs by itself: people decide in the meeting, and {@code audit.jsonl} of its folder tells who. */
final class OwnApprovals implements AutoCloseable {
    private static final long PATIENCE_MILLIS = 120_000;

    private final Path file;
    private final ApprovalDesk desk;
    private @Nullable AuditLog log;

    OwnApprovals(Path directory) {
        file = directory.resolve("audit.jsonl");
        desk = new ApprovalDesk(
                List.of(), PATIENCE_MILLIS, InstantSource.system(), new SecureRandom(), ProposalBook.of(this::keep));
    }

    ApprovalDesk desk() {
        return desk;
    }

    private synchronized void keep(Proposal proposal) {
        AuditLog open = log;
        if (open == null) {
            try {
                open = new AuditLog(file, InstantSource.system());
            } catch (IOException e) {
                throw new UncheckedIOException("the audit log cannot be opened", e);
            }
            log = open;
        }
        open.record(AuditEntry.of(proposal));
    }

    @Override
    public synchronized void close() throws IOException {
        if (log != null) {
            log.close();
        }
    }
}
