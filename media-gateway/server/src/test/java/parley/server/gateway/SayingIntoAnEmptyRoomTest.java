package parley.server.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import parley.connectors.room.RoomClient;
import parley.gateway.v1.MeetingsGrpc;
import parley.gateway.v1.SayRequest;
import parley.gateway.v1.SayResponse;
import parley.server.node.RunningGateway;
import parley.server.node.RunningGateway.Answer;

/** Whoever lets the agent say something learns what became of it, also where nobody is there, and the agent stays able to talk. */
final class SayingIntoAnEmptyRoomTest {
    private static final String SAY = "{\"text\":\"Is anybody here?\"}";

    @TempDir
    private Path files;

    private RunningGateway gateway;

    @BeforeEach
    void start() throws Exception {
        gateway = RunningGateway.start(files, root -> {});
    }

    @AfterEach
    void stop() {
        gateway.close();
    }

    @Test
    @Timeout(value = 2, unit = TimeUnit.MINUTES) // it used to last as long as the meeting
    void shouldTellThatNobodyHeardItAndSpeakToWhoComesNext() throws Exception {
        String meeting = gateway.open(RunningGateway.ACME, "Empty");
        Answer answer = gateway.post(RunningGateway.ACME, "/v1/meetings/" + meeting + "/say", SAY);
        assertThat(answer.json().path("outcome").asText()).isEqualTo("unheard");
        assertThat(answer.json().path("reason").asText()).isEqualTo("nobody is there to hear it");

        SayResponse response = MeetingsGrpc.newBlockingStub(gateway.channel(RunningGateway.ACME))
                .say(SayRequest.newBuilder()
                        .setMeetingId(meeting)
                        .setText("Is anybody here?")
                        .build());
        assertThat(response.getOutcome()).isEqualTo(SayResponse.Outcome.OUTCOME_UNHEARD);

        String link = gateway.get(RunningGateway.ACME, "/v1/meetings/" + meeting)
                .json()
                .path("joinLink")
                .asText();
        try (RoomClient guest = gateway.guest(link)) {
            assertThat(guest.connected()).isCompleted();
            Answer heard = gateway.post(RunningGateway.ACME, "/v1/meetings/" + meeting + "/say", SAY);
            assertThat(heard.json().path("outcome").asText()).as(heard.text()).isEqualTo("said");
            assertThat(heard.json().path("heardText").asText()).isEqualTo("Is anybody here?");
        }
    }
}
