package parley.brain.approval;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ApprovalDeskTest {
    @TempDir
    Path folder;

    private long now;
    private final List<Proposal> kept = new ArrayList<>();
    private final List<Proposal> left = new ArrayList<>();
    private final List<String> ran = new ArrayList<>();
    private final List<String> told = new ArrayList<>();
    private final CompletableFuture<String> answer = new CompletableFuture<>();

    private final ProposalBook book = new ProposalBook() {
        @Override
        public void keep(Proposal proposal) {
            kept.add(proposal);
        }

        @Override
        public List<Proposal> unsettled() {
            return left;
        }
    };

    private final Proposer proposer = new Proposer() {
        @Override
        public CompletionStage<String> run(String tool, String argumentsJson) {
            assertThat(kept.getLast().state()).isEqualTo(Proposal.State.APPROVED);
            ran.add(tool + argumentsJson);
            return answer;
        }

        @Override
        public void told(Proposal settled, String result) {
            told.add(settled.state() + " " + result);
        }
    };

    private ApprovalDesk desk(ProposalBook kept, ApprovalRule... rules) {
        return new ApprovalDesk(List.of(rules), 60_000, () -> Instant.ofEpochMilli(now), new Random(1), kept);
    }

    private Proposal propose(ApprovalDesk desk, String tool, Proposal.Risk risk) {
        return desk.propose(new ToolUse("acme", "m1", "Ada", tool, "{\"to\":\"all\"}", risk), proposer);
    }

    @Test
    void shouldRunOnceWhatAPersonApproves() {
        ApprovalDesk desk = desk(book);
        List<Proposal.State> watched = new ArrayList<>();
        desk.watch(p -> watched.add(p.state()));
        Proposal proposal = propose(desk, "send_mail", Proposal.Risk.MEDIUM);
        assertThat(proposal.use().what()).isEqualTo("send mail (to: all)");
        assertThat(ran).isEmpty();
        assertThat(desk.decide(proposal.id(), true, "Ben", "fine")).isPresent();
        assertThat(desk.decide(proposal.id(), true, "Cara", "")).isEmpty();
        assertThat(ran).containsExactly("send_mail{\"to\":\"all\"}");
        answer.complete("sent");
        assertThat(told).containsExactly("DONE sent");
        assertThat(kept).extracting(Proposal::decidedBy).containsExactly("", "Ben", "Ben");
        assertThat(watched).containsExactly(Proposal.State.PENDING, Proposal.State.APPROVED, Proposal.State.DONE);
    }

    @Test
    void shouldTellOfAToolThatDoesNotWork() {
        ApprovalDesk desk = desk(book);
        desk.decide(propose(desk, "mail", Proposal.Risk.LOW).id(), true, "Ben", "");
        answer.completeExceptionally(new IllegalStateException("no network"));
        assertThat(told).containsExactly("FAILED it failed: no network");
    }

    @Test
    void shouldRunNothingThatIsRejected() {
        ApprovalDesk desk = desk(book);
        desk.decide(propose(desk, "mail", Proposal.Risk.LOW).id(), false, "Ben", "not now");
        assertThat(ran).isEmpty();
        assertThat(told).containsExactly("REJECTED ");
        assertThat(kept.getLast().comment()).isEqualTo("not now");
    }

    @Test
    void shouldDoNothingThatCannotBeWrittenDown() {
        ApprovalDesk desk = desk(ProposalBook.of(p -> {
            if (p.state() == Proposal.State.APPROVED) {
                throw new IllegalStateException("the disk is full");
            }
        }));
        Proposal proposal = propose(desk, "mail", Proposal.Risk.LOW);
        assertThat(org.assertj.core.api.Assertions.catchThrowable(() -> desk.decide(proposal.id(), true, "Ben", "")))
                .hasMessage("the disk is full");
        assertThat(ran).isEmpty();
        assertThat(desk.pending("m1")).hasSize(1);
    }

    @Test
    void shouldLetARuleDecideUpToItsRisk() {
        ApprovalDesk desk = desk(book, new ApprovalRule("crm", Pattern.compile("crm\\..*"), Proposal.Risk.LOW, true));
        propose(desk, "crm.note", Proposal.Risk.LOW);
        propose(desk, "crm.delete", Proposal.Risk.HIGH);
        assertThat(ran).hasSize(1);
        assertThat(desk.pending("m1")).hasSize(1);
    }

    @Test
    void shouldExpire() {
        ApprovalDesk desk = desk(book);
        propose(desk, "mail", Proposal.Risk.LOW);
        now = 59_999;
        desk.expire();
        assertThat(told).isEmpty();
        now = 60_000;
        desk.expire();
        assertThat(told).containsExactly("EXPIRED ");
    }

    @Test
    void shouldExpireTheOldestOfTooMany() {
        ApprovalDesk desk = desk(book);
        Proposal first = propose(desk, "mail", Proposal.Risk.LOW);
        for (int i = 0; i < 32; i++) {
            propose(desk, "mail", Proposal.Risk.LOW);
        }
        assertThat(desk.pending("m1")).hasSize(32).doesNotContain(first);
        assertThat(told).containsExactly("EXPIRED ");
    }

    @Test
    void shouldLetTheAgentsOwnToolsRunWhatOutlivesItsMeeting() {
        ApprovalDesk desk = desk(book);
        desk.runAfterMeetings("Ada", (tool, arguments) -> CompletableFuture.completedFuture("afterwards"));
        Proposal proposal = propose(desk, "mail", Proposal.Risk.LOW);
        desk.leave(proposer);
        desk.decide(proposal.id(), true, "Ben", "");
        assertThat(ran).isEmpty();
        assertThat(told).isEmpty();
        assertThat(kept.getLast().result()).isEqualTo("afterwards");
    }

    @Test
    void shouldNotRunAgainWhatACrashCutOff() {
        ApprovalDesk before = desk(book);
        Proposal waits = propose(before, "mail", Proposal.Risk.LOW);
        Proposal runs = before.decide(propose(before, "mail", Proposal.Risk.LOW).id(), true, "Ben", "")
                .orElseThrow();
        left.addAll(List.of(waits, runs));
        kept.clear();
        ApprovalDesk after = desk(book);
        after.runAfterMeetings("Ada", (tool, arguments) -> CompletableFuture.completedFuture("afterwards"));
        assertThat(kept).hasSize(1);
        assertThat(kept.getLast().id()).isEqualTo(runs.id());
        assertThat(kept.getLast().state()).isEqualTo(Proposal.State.FAILED);
        assertThat(after.decide(waits.id(), true, "Ben", "")).isPresent();
        assertThat(kept.getLast().result()).isEqualTo("afterwards");
        assertThat(ran).hasSize(1);
    }

    @Test
    void shouldShowALineThatWasChanged() throws Exception {
        Path file = folder.resolve("audit.jsonl");
        for (int run = 0; run < 2; run++) {
            try (AuditLog log = new AuditLog(file, () -> Instant.EPOCH)) {
                ApprovalDesk desk = desk(ProposalBook.of(p -> log.record(AuditEntry.of(p))));
                desk.decide(propose(desk, "mail", Proposal.Risk.LOW).id(), false, "Ben", "");
            }
            Files.writeString(file, "{\"at\":\"cut off by a cra", StandardOpenOption.APPEND);
        }
        try (AuditLog log = new AuditLog(file, () -> Instant.EPOCH)) {
            AuditLog.Page page = log.read(e -> e.tenant().equals("acme"), 1, 2);
            assertThat(page.firstBroken()).isEmpty();
            assertThat(page.lines()).extracting(l -> l.entry().state()).containsExactly("PENDING", "REJECTED");
            assertThat(page.more()).isTrue();
            assertThat(log.read(e -> e.tenant().equals("globex"), 0, 2).lines()).isEmpty();
        }
        assertThat(Files.readAllLines(file)).hasSize(4);
        assertThat(AuditLog.firstBroken(file)).isEmpty();

        List<String> lines = new ArrayList<>(Files.readAllLines(file));
        lines.set(1, lines.get(1).replace("REJECTED", "APPROVED"));
        Files.write(file, lines);
        assertThat(AuditLog.firstBroken(file)).contains(3);
    }
}
