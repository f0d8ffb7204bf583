package parley.server.mail;

import java.util.concurrent.atomic.AtomicLong;
import parley.brain.approval.AuditEntry;
import parley.brain.approval.AuditLog;
import parley.server.delivery.StoredDelivery;

/** Writes to the audit log what leaves by mail, and counts it. Any thread that may block. */
public final class MailLedger {
    private final AuditLog audit;
    private final AtomicLong sent = new AtomicLong();
    private final AtomicLong failed = new AtomicLong();

    public MailLedger(AuditLog audit) {
        this.audit = audit;
    }

    /** Mails that a server has taken. */
    public long sent() {
        return sent.get();
    }

    /** Mails that were given up. */
    public long failed() {
        return failed.get();
    }

    /** Somebody lets it leave. */
    void leaves(String tenant, String meetingId, String recipient, Letter letter) {
        record(tenant, meetingId, "APPROVED", recipient, letter);
    }

    /** It was taken, or is given up. */
    public void settled(StoredDelivery mail) {
        boolean taken = mail.state() == StoredDelivery.State.DELIVERED;
        (taken ? sent : failed).incrementAndGet();
        record(mail.tenant(), mail.meetingId(), taken ? "SENT" : "FAILED", mail.address(), Letter.of(mail.body()));
    }

    private void record(String tenant, String meetingId, String state, String recipient, Letter letter) {
        audit.record(new AuditEntry(
                tenant,
                meetingId,
                "minutes",
                "mail",
                "",
                state,
                letter.by(),
                "to " + recipient,
                AuditEntry.fingerprint(letter.text())));
    }
}
