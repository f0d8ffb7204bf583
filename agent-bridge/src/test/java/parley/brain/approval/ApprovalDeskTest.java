package parley.brain.approval;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ApprovalDeskTest {
    @TempDir
    Path folder;

    private final List<Proposal> audited = new ArrayList<>();
    private final List<Proposal.State> decided = new ArrayList<>();

    private ApprovalDesk desk(ApprovalRule... rules) {
        return new ApprovalDesk("m1", List.of(rules), 60_000, audited::add);
    }

    private Proposal propose(ApprovalDesk desk, String tool, Proposal.Risk risk) {
        return desk.propose(0, tool, "send the minutes", risk, p -> decided.add(p.state()));
    }

    @Test
    void shouldWaitForAPerson() {
        ApprovalDesk desk = desk();
        Proposal proposal = propose(desk, "mail", Proposal.Risk.MEDIUM);
        assertThat(decided).isEmpty();
        assertThat(desk.decide(proposal.id(), true, "Ben")).isTrue();
        assertThat(desk.decide(proposal.id(), false, "Cara")).isFalse();
        assertThat(decided).containsExactly(Proposal.State.APPROVED);
        assertThat(audited).extracting(Proposal::decidedBy).containsExactly("", "Ben");
    }

    @Test
    void shouldLetARuleDecideUpToItsRisk() {
        ApprovalDesk desk = desk(new ApprovalRule("crm", Pattern.compile("crm\\..*"), Proposal.Risk.LOW, true));
        propose(desk, "crm.note", Proposal.Risk.LOW);
        propose(desk, "crm.delete", Proposal.Risk.HIGH);
        assertThat(decided).containsExactly(Proposal.State.APPROVED);
        assertThat(desk.pending()).hasSize(1);
    }

    @Test
    void shouldExpire() {
        ApprovalDesk desk = desk();
        propose(desk, "mail", Proposal.Risk.LOW);
        desk.tick(59_999);
        assertThat(decided).isEmpty();
        desk.tick(60_000);
        assertThat(decided).containsExactly(Proposal.State.EXPIRED);
    }

    @Test
    void shouldShowALineThatWasChanged() throws Exception {
        Path file = folder.resolve("audit.jsonl");
        for (int run = 0; run < 2; run++) {
            try (AuditLog log = new AuditLog(file, () -> Instant.EPOCH)) {
                ApprovalDesk desk = new ApprovalDesk("m" + run, List.of(), 1_000, log::record);
                desk.decide(propose(desk, "mail", Proposal.Risk.LOW).id(), false, "Ben");
            }
        }
        assertThat(Files.readAllLines(file)).hasSize(4);
        assertThat(AuditLog.firstBroken(file)).isEmpty();

        List<String> lines = new ArrayList<>(Files.readAllLines(file));
        lines.set(1, lines.get(1).replace("REJECTED", "APPROVED"));
        Files.write(file, lines);
        assertThat(AuditLog.firstBroken(file)).contains(3);
    }
}
