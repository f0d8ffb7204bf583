package parley.brain.tools;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import parley.agent.v1.Tool;
import parley.agent.v1.ToolCall;
import parley.agent.v1.ToolResult;
import parley.brain.approval.ApprovalDesk;
import parley.brain.approval.ApprovalRule;
import parley.brain.approval.Proposal;
import parley.brain.approval.ProposalBook;
import parley.brain.approval.ToolRunner;
import parley.brain.llm.Toolbox;

class MeetingToolsTest {
    private final AtomicLong now = new AtomicLong();
    private final List<String> ran = new CopyOnWriteArrayList<>();
    private final BlockingQueue<ToolResult> told = new LinkedBlockingQueue<>();

    private final Toolbox toolbox = new Toolbox() {
        @Override
        public List<Spec> tools() {
            return List.of(
                    new Spec("free_slots", "when somebody has time", "{\"type\":\"object\"}", false),
                    new Spec("send_mail", "sends a mail", "{\"type\":\"object\"}", true));
        }

        @Override
        public CompletionStage<String> call(String name, String argumentsJson) {
            ran.add(name + argumentsJson);
            return CompletableFuture.completedFuture(
                    argumentsJson.contains("broken") ? ToolRunner.FAILED + "no server" : name + " \"done\"");
        }

        @Override
        public void close() {}
    };

    private ApprovalDesk desk(ProposalBook book, ApprovalRule... rules) {
        return new ApprovalDesk(List.of(rules), 60_000, () -> Instant.ofEpochMilli(now.get()), new Random(1), book);
    }

    private ApprovalDesk desk(ApprovalRule... rules) {
        return desk(ProposalBook.of(proposal -> {}), rules);
    }

    private MeetingTools open(ApprovalDesk desk) {
        AgentTools tools = new AgentTools(() -> toolbox, desk);
        tools.connected().join();
        return tools.open("acme", "m1", "Ada", told::add);
    }

    private static ToolCall call(String id, String tool, String arguments) {
        return ToolCall.newBuilder()
                .setCallId(id)
                .setName(tool)
                .setArgumentsJson(arguments)
                .build();
    }

    private ToolResult next() throws InterruptedException {
        ToolResult result = told.poll(60, TimeUnit.SECONDS);
        assertThat(result).isNotNull();
        return result;
    }

    /** Proposes, and waits until that is with the desk. */
    private Proposal proposed(MeetingTools tools, ApprovalDesk desk, String id) throws Exception {
        CompletableFuture<Proposal> arrived = new CompletableFuture<>();
        desk.watch(arrived::complete);
        assertThat(tools.take(call(id, "send_mail", "{\"to\":\"all\"}"))).isTrue();
        assertThat(next().getState()).isEqualTo(ToolResult.State.STATE_AWAITING_APPROVAL);
        return arrived.get(60, TimeUnit.SECONDS);
    }

    /** What is watched comes before the proposal can be decided on: a decision is asked for until it is taken. */
    private static void decide(ApprovalDesk desk, Proposal proposal, boolean approve, String comment) {
        while (desk.decide(proposal.id(), approve, "Ben", comment).isEmpty()) {
            Thread.onSpinWait();
        }
    }

    @Test
    void shouldOfferWhatThereIsOnceItIsThere() {
        CompletableFuture<Toolbox> later = new CompletableFuture<>();
        AgentTools tools = new AgentTools(later::join, desk());
        assertThat(tools.offered()).isEmpty();
        later.complete(toolbox);
        tools.connected().join();
        assertThat(tools.offered())
                .extracting(Tool::getName, Tool::getEffect)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("free_slots", Tool.Effect.EFFECT_READS),
                        org.assertj.core.groups.Tuple.tuple("send_mail", Tool.Effect.EFFECT_OUTSIDE));
    }

    @Test
    void shouldRunAtOnceWhatOnlyReads() throws Exception {
        MeetingTools tools = open(desk());
        assertThat(tools.take(call("c1", "free_slots", "{}"))).isTrue();
        ToolResult result = next();
        assertThat(result.getCallId()).isEqualTo("c1");
        assertThat(result.getState()).isEqualTo(ToolResult.State.STATE_DONE);
        assertThat(result.getResultJson()).isEqualTo("\"free_slots \\\"done\\\"\"");

        tools.take(call("c2", "free_slots", "{\"broken\":1}"));
        assertThat(next().getError()).contains("no server");
        assertThat(tools.take(call("c3", "fly", "{}"))).isFalse();
    }

    @Test
    void shouldRunWhatHasAnEffectOnceItIsApproved() throws Exception {
        ApprovalDesk desk = desk();
        MeetingTools tools = open(desk);
        Proposal proposal = proposed(tools, desk, "c1");
        assertThat(proposal.use().agent()).isEqualTo("Ada");
        assertThat(proposal.use().risk()).isEqualTo(Proposal.Risk.MEDIUM);
        assertThat(ran).isEmpty();

        decide(desk, proposal, true, "");

        ToolResult result = next();
        assertThat(result.getCallId()).isEqualTo("c1");
        assertThat(result.getState()).isEqualTo(ToolResult.State.STATE_DONE);
        assertThat(ran).containsExactly("send_mail{\"to\":\"all\"}");
    }

    @Test
    void shouldTellWhyItDidNotRun() throws Exception {
        ApprovalDesk desk = desk();
        MeetingTools tools = open(desk);
        decide(desk, proposed(tools, desk, "c1"), false, "not on Fridays");
        ToolResult rejected = next();
        assertThat(rejected.getState()).isEqualTo(ToolResult.State.STATE_REJECTED);
        assertThat(rejected.getError()).contains("not on Fridays");

        ApprovalDesk other = desk(new ApprovalRule("never", Pattern.compile("send_.*"), Proposal.Risk.HIGH, false));
        MeetingTools ruled = open(other);
        ruled.take(call("c2", "send_mail", "{}"));
        assertThat(next().getState()).isEqualTo(ToolResult.State.STATE_AWAITING_APPROVAL);
        assertThat(next().getState()).isEqualTo(ToolResult.State.STATE_REJECTED);

        ApprovalDesk broken = desk(ProposalBook.of(proposal -> {
            throw new IllegalStateException("disk full");
        }));
        open(broken).take(call("c3", "send_mail", "{}"));
        assertThat(next().getState()).isEqualTo(ToolResult.State.STATE_AWAITING_APPROVAL);
        assertThat(next().getState()).isEqualTo(ToolResult.State.STATE_FAILED);
        assertThat(ran).isEmpty();
    }

    @Test
    void shouldTellNobodyAfterTheMeeting() throws Exception {
        ApprovalDesk desk = desk();
        MeetingTools tools = open(desk);
        Proposal proposal = proposed(tools, desk, "c1");
        tools.close();
        decide(desk, proposal, true, "");
        assertThat(told).isEmpty();
        assertThat(desk.pending("m1")).isEmpty();
    }
}
