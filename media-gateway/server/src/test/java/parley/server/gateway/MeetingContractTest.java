package parley.server.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import parley.gateway.v1.EventKind;
import parley.gateway.v1.MeetingState;
import parley.gateway.v1.MeetingsGrpc;
import parley.gateway.v1.SubscribeRequest;
import parley.server.node.RunningGateway;
import parley.server.node.RunningGateway.Answer;

/** What the contract says of a meeting is what callers get. */
class MeetingContractTest {
    @TempDir
    private static Path folder;

    private static RunningGateway gateway;

    @BeforeAll
    static void start() throws Exception {
        gateway = RunningGateway.start(folder, root -> {});
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    private static Answer open(String body) throws Exception {
        return gateway.post(RunningGateway.ACME, "/v1/meetings", body);
    }

    private static JsonNode meeting(String id) throws Exception {
        return gateway.get(RunningGateway.ACME, "/v1/meetings/" + id).json();
    }

    @Test
    void shouldTellWhenItIsAllowedToSpeakAndSinceWhenItIsIn() throws Exception {
        String id = open("{\"policy\":\"scribe\"}").json().path("id").asText();
        SubscribeRequest states = SubscribeRequest.newBuilder()
                .setMeetingId(id)
                .addKinds(EventKind.EVENT_KIND_STATE)
                .build();
        var events = MeetingsGrpc.newBlockingStub(gateway.channel(RunningGateway.ACME))
                .withDeadlineAfter(60, TimeUnit.SECONDS)
                .subscribe(states);
        while (events.next().getState().getState() != MeetingState.MEETING_STATE_IN_CALL) {
            // the stream ends with its deadline
        }
        JsonNode is = meeting(id);
        assertThat(is.path("policy").asText()).isEqualTo("scribe");
        assertThat(Instant.parse(is.path("admitted").asText()))
                .isAfterOrEqualTo(Instant.parse(is.path("opened").asText()));
    }

    @Test
    void shouldAnswerARepeatedOpeningWithTheSameMeetingAlsoWhenItIsOver() throws Exception {
        String body = "{\"title\":\"once\",\"idempotencyKey\":\"monday\"}";
        String id = open(body).json().path("id").asText();
        assertThat(open(body).json().path("id").asText()).isEqualTo(id);
        gateway.post(RunningGateway.ACME, "/v1/meetings/" + id + "/close", "{}");
        assertThat(open(body).json().path("id").asText()).isEqualTo(id);
        assertThat(gateway.post(RunningGateway.GLOBEX, "/v1/meetings", body)
                        .json()
                        .path("id")
                        .asText())
                .isNotEqualTo(id);
    }

    @Test
    void shouldNotBothKeepOnlyWordsAndRecordSound() throws Exception {
        Answer answer = open("{\"recording\":{\"audio\":true,\"transcriptOnly\":true}}");
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().path("field").asText()).isEqualTo("recording.transcriptOnly");
    }

    @Test
    void shouldRefuseABrainOfTheCallers() throws Exception {
        Answer answer = open("{\"agent\":{\"brain\":\"evil.example:443\"}}");
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().path("field").asText()).isEqualTo("agent.brain");
    }

    @Test
    void shouldRefuseToWriteToSomebodyWhoIsNotThere() throws Exception {
        String id = open("{}").json().path("id").asText();
        Answer answer = gateway.post(
                RunningGateway.ACME, "/v1/meetings/" + id + "/chat", "{\"text\":\"psst\",\"toParticipantId\":\"p9\"}");
        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.json().path("code").asText()).isEqualTo("no-such-participant");
    }
}
