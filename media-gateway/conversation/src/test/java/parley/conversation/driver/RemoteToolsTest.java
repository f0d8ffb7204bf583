package parley.conversation.driver;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import parley.agent.v1.BrainAction;
import parley.agent.v1.ToolResult;
import parley.brain.approval.ApprovalDesk;
import parley.brain.approval.Proposal;
import parley.brain.approval.ProposalBook;
import parley.brain.bridge.BrainAddress;
import parley.brain.bridge.BrainBridge;
import parley.brain.bridge.BridgeSettings;
import parley.brain.bridge.GrpcTransport;
import parley.brain.bridge.RemoteCredentials;
import parley.brain.bridge.UsageLedger;
import parley.brain.llm.Toolbox;
import parley.brain.sdk.Brain;
import parley.brain.sdk.BrainServer;
import parley.brain.sdk.Meeting;
import parley.brain.sdk.MeetingHandler;
import parley.brain.tools.AgentTools;
import parley.connectors.fake.FakeConnector;
import parley.conversation.meeting.MeetingSettings;
import parley.conversation.meeting.SpeakingPolicy;
import parley.turns.end.TurnSettings;

/** A brain behind a socket has a tool of the gateway run, and a person has to approve it. */
class RemoteToolsTest {
    private final BlockingQueue<ToolResult> told = new LinkedBlockingQueue<>();
    private final BlockingQueue<Proposal> proposals = new LinkedBlockingQueue<>();
    private final BlockingQueue<BrainAction> passedOn = new LinkedBlockingQueue<>();

    private final class Mailer implements MeetingHandler {
        private final Meeting meeting;

        Mailer(Meeting meeting) {
            this.meeting = meeting;
        }

        @Override
        public void onOpened() {
            meeting.opened().getToolsList().forEach(tool -> meeting.callTool(tool.getName(), "{\"to\":\"all\"}", ""));
        }

        @Override
        public void onToolResult(ToolResult result) {
            told.add(result);
        }
    }

    private static final Toolbox MAIL = new Toolbox() {
        @Override
        public List<Spec> tools() {
            return List.of(new Spec("send_mail", "sends a mail", "{\"type\":\"object\"}", true));
        }

        @Override
        public CompletionStage<String> call(String name, String argumentsJson) {
            return CompletableFuture.completedFuture("{\"sent\":" + argumentsJson + "}");
        }

        @Override
        public void close() {}
    };

    private static MeetingSettings meeting() {
        return new MeetingSettings(
                "m1",
                "acme",
                "Review",
                new MeetingSettings.Agent("ada", "Ada", List.of(), "", "", ""),
                SpeakingPolicy.CONVERSATION,
                "en",
                List.of("Kubernetes"),
                new MeetingSettings.Keeping(false, true, "", false),
                MeetingSettings.Limits.DEFAULT,
                List.of(),
                Map.of(),
                TurnSettings.DEFAULT,
                MeetingSettings.Manners.DEFAULT,
                new MeetingSettings.Patience(1_000, 1_500, "One moment.", 3_000, 8_000, "Sorry."),
                System.currentTimeMillis());
    }

    private final BrainPort.Listener listener = new BrainPort.Listener() {
        @Override
        public void ready(String brain, boolean wantsLive, boolean wantsSpeculation) {}

        @Override
        public void acted(BrainAction action) {
            passedOn.add(action);
        }

        @Override
        public void lost(String message, boolean forGood) {}

        @Override
        public void budget(String budget, double share, boolean exhausted) {}
    };

    private static <T> T next(BlockingQueue<T> queue) throws InterruptedException {
        T next = queue.poll(60, TimeUnit.SECONDS);
        assertThat(next).isNotNull();
        return next;
    }

    @Test
    void shouldRunAToolOfARemoteBrainOnceAPersonHasApprovedIt() throws Exception {
        ApprovalDesk desk = new ApprovalDesk(
                List.of(), 60_000, InstantSource.system(), new Random(1), ProposalBook.of(proposal -> {}));
        desk.watch(proposals::add);
        try (BrainServer server = BrainServer.on(Brain.named("mailer", Mailer::new), 0);
                AgentTools tools = new AgentTools(() -> MAIL, desk);
                BrainBridge bridge = new BrainBridge(
                        new GrpcTransport(
                                new BrainAddress.Remote("127.0.0.1", server.port(), false), RemoteCredentials.NONE),
                        BridgeSettings.DEFAULT,
                        UsageLedger.unlimited(),
                        "test")) {
            tools.connected().join();
            BrainPort port = new BridgedBrain(
                            bridge, BridgeSettings.DEFAULT, Optional.of(tools), FakeConnector.EVERYTHING)
                    .open(meeting(), listener);

            ToolResult waiting = next(told);
            assertThat(waiting.getState()).isEqualTo(ToolResult.State.STATE_AWAITING_APPROVAL);
            Proposal proposal = next(proposals);
            assertThat(proposal.use().meetingId()).isEqualTo("m1");
            // It can be decided on as soon as the desk has told everybody of it.
            while (desk.decide(proposal.id(), true, "Ben", "").isEmpty()) {
                Thread.onSpinWait();
            }

            ToolResult done = next(told);
            assertThat(done.getCallId()).isEqualTo(waiting.getCallId());
            assertThat(done.getState()).isEqualTo(ToolResult.State.STATE_DONE);
            assertThat(done.getResultJson()).isEqualTo("{\"sent\":{\"to\":\"all\"}}");
            assertThat(passedOn).isEmpty();
            port.close("over");
        }
    }
}
