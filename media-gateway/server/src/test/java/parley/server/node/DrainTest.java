package parley.server.node;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import parley.archive.transcript.SqliteTranscriptStore;
import parley.archive.transcript.TranscriptStore;
import parley.conversation.archiving.MeetingArchivist;

class DrainTest {
    private static final int PATIENCE_SECONDS = 120;

    @TempDir
    private Path folder;

    @Test
    void shouldWriteTheMinutesOfMeetingsThatItEnds() throws Exception {
        String id;
        try (RunningGateway gateway = RunningGateway.start(folder, root -> {})) {
            id = gateway.open(RunningGateway.ACME, "Cut short");
            gateway.node.drain(PATIENCE_SECONDS);
        }
        try (TranscriptStore store =
                SqliteTranscriptStore.open(folder.resolve("data").resolve("parley.db"))) {
            assertThat(store.meeting(id).orElseThrow().endReason()).isNotEmpty();
            assertThat(store.kept(id, MeetingArchivist.MINUTES)).isPresent();
        }
    }

    @Test
    void shouldAnswerARepeatedOpeningWithTheSameMeetingAfterARestart() throws Exception {
        String body = "{\"title\":\"once\",\"idempotencyKey\":\"monday\"}";
        String id;
        try (RunningGateway gateway = RunningGateway.start(folder, root -> {})) {
            id = opened(gateway, body).path("id").asText();
            gateway.node.drain(PATIENCE_SECONDS);
        }
        try (RunningGateway gateway = RunningGateway.start(folder, root -> {})) {
            JsonNode again = opened(gateway, body);
            assertThat(again.path("id").asText()).isEqualTo(id);
            assertThat(again.path("state").asText()).isEqualTo("ended");
        }
    }

    private static JsonNode opened(RunningGateway gateway, String body) throws Exception {
        return gateway.post(RunningGateway.ACME, "/v1/meetings", body).json();
    }
}
