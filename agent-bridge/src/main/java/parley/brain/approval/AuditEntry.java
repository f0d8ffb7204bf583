package parley.brain.approval;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/**
 * One thing that was proposed, decided or done.
 *
 * @param subject what it is about: a proposal's id, or "minutes"
 * @param action the tool's name, or what was done
 * @param state what became of it
 * @param by who, or which rule
 * @param content the SHA-256 of what it was done with: the log outlives meetings, whose words can be deleted
 */
public record AuditEntry(
        String tenant,
        String meetingId,
        String subject,
        String action,
        String risk,
        String state,
        String by,
        String comment,
        String content) {
    public static AuditEntry of(Proposal proposal) {
        ToolUse use = proposal.use();
        return new AuditEntry(
                use.tenant(),
                use.meetingId(),
                proposal.id(),
                use.tool(),
                use.risk().name(),
                proposal.state().name(),
                proposal.decidedBy(),
                proposal.comment(),
                fingerprint(use.arguments()));
    }

    /** By which somebody who has the content can show that it was this. */
    public static String fingerprint(String content) {
        return HexFormat.of().formatHex(AuditLog.sha256(content.getBytes(StandardCharsets.UTF_8)));
    }
}
