package parley.server.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import parley.audio.pcm.PcmFrame;
import parley.audio.pcm.SampleRate;
import parley.brain.approval.AuditLog;
import parley.connectors.room.RoomClient;
import parley.conversation.rehearsal.SynthesizedCast;
import parley.gateway.v1.ApprovalsGrpc;
import parley.gateway.v1.EventKind;
import parley.gateway.v1.GetProposalRequest;
import parley.gateway.v1.MeetingsGrpc;
import parley.gateway.v1.ProposalState;
import parley.gateway.v1.SubscribeRequest;
import parley.server.node.RunningGateway;
import parley.tts.Synthesizers;

/** Somebody asks an agent for something with an effect; a person at the gateway decides whether it is done. */
class ApprovalsServedTest {
    @TempDir
    private Path folder;

    private AgentsWorld world;

    @BeforeEach
    void start() throws Exception {
        world = new AgentsWorld();
    }

    @AfterEach
    void stop() {
        world.close();
    }

    private RunningGateway gateway(String expireAfter) throws Exception {
        Path agent = world.agent(folder.resolve("ada"));
        return RunningGateway.start(folder, root -> {
            ObjectNode ada = root.putArray("agents").addObject();
            ada.put("name", "Ada").put("brain", "llm:" + agent);
            root.putArray("tenants").addObject().put("name", "acme").put("agent", "Ada");
            ObjectNode hooks = root.putObject("webhooks").put("private-addresses", true);
            hooks.put("secret", "a secret of more than 24 characters");
            hooks.putArray("addresses").add(world.hook());
            hooks.putArray("events")
                    .add("proposal.created")
                    .add("proposal.approved")
                    .add("proposal.done");
            root.putObject("approvals").put("expire-after", expireAfter);
        });
    }

    private static JsonNode open(RunningGateway gateway) throws Exception {
        String body = "{\"title\":\"mail\",\"limits\":{\"alone\":\"900s\"}}";
        return gateway.post(RunningGateway.ACME, "/v1/meetings", body).json();
    }

    private static RoomClient guest(RunningGateway gateway, JsonNode meeting) throws Exception {
        return gateway.guest(meeting.path("joinLink").asText());
    }

    /** Has somebody in the meeting ask for the mail; what the agent proposes then. */
    private static JsonNode propose(RunningGateway gateway, JsonNode meeting, RoomClient guest) throws Exception {
        SampleRate rate = SampleRate.KHZ_24;
        try (Synthesizers synthesizers = new Synthesizers()) {
            guest.say(new PcmFrame(
                    rate,
                    0,
                    new SynthesizedCast(synthesizers).speak("freetts", "Please send the mail to all of them.", rate)));
        }
        return proposal(gateway, meeting.path("id").asText(), found -> true);
    }

    /** Waits until the agent says something of these words, whether or not anybody lets it finish. */
    private static void said(RunningGateway gateway, JsonNode meeting, String words) {
        var request = SubscribeRequest.newBuilder()
                .setMeetingId(meeting.path("id").asText())
                .addKinds(EventKind.EVENT_KIND_REPLY)
                .build();
        var events = MeetingsGrpc.newBlockingStub(gateway.channel(RunningGateway.ACME))
                .withDeadlineAfter(120, TimeUnit.SECONDS)
                .subscribe(request);
        while (!events.next().getReply().getText().contains(words)) {
            // the stream ends with its deadline
        }
    }

    private static JsonNode proposal(RunningGateway gateway, String meetingId, Predicate<JsonNode> wanted)
            throws Exception {
        return until(gateway, "/v1/proposals?meetingId=" + meetingId, "proposals", wanted);
    }

    private static JsonNode until(RunningGateway gateway, String path, String list, Predicate<JsonNode> wanted)
            throws Exception {
        long giveUp = System.nanoTime() + TimeUnit.SECONDS.toNanos(120);
        while (true) {
            JsonNode answer = gateway.get(RunningGateway.ACME, path).json();
            for (JsonNode found : answer.path(list)) {
                if (wanted.test(found)) {
                    return found;
                }
            }
            assertThat(System.nanoTime()).describedAs(answer.toString()).isLessThan(giveUp);
            Thread.onSpinWait(); // each turn is a call
        }
    }

    private static Predicate<JsonNode> is(String state) {
        return found -> found.path("state").asText().equals(state);
    }

    private String told() throws InterruptedException {
        return Objects.requireNonNull(world.told.poll(60, TimeUnit.SECONDS), "a webhook");
    }

    private static List<String> audited(RunningGateway gateway) throws Exception {
        JsonNode audit = gateway.get(RunningGateway.ACME, "/v1/audit").json();
        assertThat(audit.path("intact").asBoolean()).isTrue();
        List<String> entries = new ArrayList<>();
        audit.path("entries")
                .forEach(e -> entries.addFirst(
                        e.path("state").asText() + " " + e.path("by").asText()));
        return entries;
    }

    @Test
    void shouldDoOnceWhatAPersonApproves() throws Exception {
        try (RunningGateway gateway = gateway("1h")) {
            JsonNode meeting = open(gateway);
            String id = meeting.path("id").asText();
            try (RoomClient guest = guest(gateway, meeting)) {
                JsonNode proposed = propose(gateway, meeting, guest);
                assertThat(proposed.path("what").asText()).isEqualTo("send mail (to: all)");
                assertThat(proposed.path("agent").asText()).isEqualTo("Ada");
                assertThat(proposed.path("state").asText()).isEqualTo("pending");
                assertThat(world.mails).isEmpty();

                String one = "/v1/proposals/" + proposed.path("id").asText();
                assertThat(gateway.post(RunningGateway.ACME_READER, one + "/approve", "{}")
                                .status())
                        .isEqualTo(403);
                assertThat(gateway.post(RunningGateway.ACME, one + "/approve", "{\"comment\":\"fine\"}")
                                .json()
                                .path("decidedBy")
                                .asText())
                        .isEqualTo("test");
                JsonNode done = proposal(gateway, id, is("done"));
                assertThat(done.path("result").asText()).isEqualTo("sent to everybody");
                assertThat(gateway.post(RunningGateway.ACME, one + "/approve", "{}")
                                .status())
                        .isEqualTo(409);
                assertThat(world.mails).containsExactly("{\"to\":\"all\"}");
                said(gateway, meeting, "is done");
            }
            assertThat(audited(gateway)).containsExactly("pending ", "approved test", "done test");
            assertThat(List.of(told(), told(), told()))
                    .containsExactlyInAnyOrder("proposal.created", "proposal.approved", "proposal.done");
            closeAndReadEvents(gateway, id);
        }
        assertThat(AuditLog.firstBroken(folder.resolve("data").resolve("audit.jsonl")))
                .isEmpty();
    }

    @Test
    void shouldNotDoWhatIsRejected() throws Exception {
        try (RunningGateway gateway = gateway("1h")) {
            JsonNode meeting = open(gateway);
            try (RoomClient guest = guest(gateway, meeting)) {
                String id = propose(gateway, meeting, guest).path("id").asText();
                gateway.post(RunningGateway.ACME, "/v1/proposals/" + id + "/reject", "{}");
                said(gateway, meeting, "I leave");
                assertThat(ApprovalsGrpc.newBlockingStub(gateway.channel(RunningGateway.ACME))
                                .getProposal(GetProposalRequest.newBuilder()
                                        .setProposalId(id)
                                        .build())
                                .getState())
                        .isEqualTo(ProposalState.PROPOSAL_STATE_REJECTED);
            }
            assertThat(audited(gateway)).containsExactly("pending ", "rejected test");
        }
        assertThat(world.mails).isEmpty();
    }

    private static void closeAndReadEvents(RunningGateway gateway, String id) throws Exception {
        gateway.post(RunningGateway.ACME, "/v1/meetings/" + id + "/close", "{}");
        String events = gateway.get(RunningGateway.ACME, "/v1/meetings/" + id + "/events?kinds=proposal")
                .text();
        assertThat(events).containsSubsequence("\"pending\"", "\"approved\"", "\"done\"");
    }

    @Test
    void shouldTellTheMeetingThatNobodyDecided() throws Exception {
        try (RunningGateway gateway = gateway("1s")) {
            JsonNode meeting = open(gateway);
            try (RoomClient guest = guest(gateway, meeting)) {
                propose(gateway, meeting, guest);
                proposal(gateway, meeting.path("id").asText(), is("expired"));
                said(gateway, meeting, "Nobody approved");
            }
            assertThat(audited(gateway)).containsExactly("pending ", "expired time");
        }
        assertThat(world.mails).isEmpty();
    }

    @Test
    void shouldDoAfterARestartWhatWasProposedBefore() throws Exception {
        String id;
        try (RunningGateway gateway = gateway("1h")) {
            JsonNode meeting = open(gateway);
            try (RoomClient guest = guest(gateway, meeting)) {
                id = propose(gateway, meeting, guest).path("id").asText();
            }
        }
        try (RunningGateway gateway = gateway("1h")) {
            JsonNode waiting = gateway.get(RunningGateway.ACME, "/v1/proposals?state=pending")
                    .json()
                    .path("proposals")
                    .path(0);
            assertThat(waiting.path("id").asText()).isEqualTo(id);
            gateway.post(RunningGateway.ACME, "/v1/proposals/" + id + "/approve", "{}");
            JsonNode done = proposal(gateway, waiting.path("meetingId").asText(), is("done"));
            assertThat(done.path("result").asText()).isEqualTo("sent to everybody");
            assertThat(world.mails).hasSize(1);

            String meeting = "/v1/meetings/" + waiting.path("meetingId").asText();
            assertThat(gateway.call(RunningGateway.ACME, "DELETE", meeting, "").status())
                    .isEqualTo(200);
            assertThat(gateway.get(RunningGateway.ACME, "/v1/proposals").text()).doesNotContain(id);
            assertThat(gateway.get(RunningGateway.ACME, "/v1/audit").text()).contains(id);
        }
    }
}
