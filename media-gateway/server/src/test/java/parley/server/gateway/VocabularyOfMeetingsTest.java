package parley.server.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import parley.conversation.log.EventLog;
import parley.server.node.RunningGateway;
import parley.server.node.RunningGateway.Answer;

/** Words that are likely to be said come from the caller and from the configuration; what a meeting had is in its log. */
class VocabularyOfMeetingsTest {
    @TempDir
    Path folder;

    @Test
    void shouldExpectTheWordsOfTheCallerAndOfTheGateway() throws Exception {
        try (RunningGateway gateway = RunningGateway.start(
                folder,
                c -> c.withObject("/hearing")
                        .putArray("vocabulary")
                        .add("Grafana")
                        .add("Kubernetes"))) {
            Answer opened = gateway.post(
                    RunningGateway.ACME,
                    "/v1/meetings",
                    "{\"connector\":\"room\",\"vocabulary\":[\" Qwen \",\"\",\"Kubernetes\"]}");
            assertThat(opened.status()).as(opened.text()).isEqualTo(200);
            String meeting = opened.json().path("id").asText();
            gateway.post(RunningGateway.ACME, "/v1/meetings/" + meeting + "/close", "{}");
            List<String> many = Collections.nCopies(501, "\"word\"");
            Answer refused = gateway.post(
                    RunningGateway.ACME,
                    "/v1/meetings",
                    "{\"connector\":\"room\",\"vocabulary\":[" + String.join(",", many) + "]}");
            assertThat(refused.status()).isEqualTo(400);
            assertThat(refused.text()).contains("501 words are too many", "\"vocabulary\"");
        }
        try (Stream<Path> files = Files.walk(folder)) {
            Path log = files.filter(file -> file.endsWith("events.log"))
                    .findFirst()
                    .orElseThrow();
            assertThat(EventLog.read(Files.newInputStream(log)).settings().vocabulary())
                    .containsExactly("Qwen", "Kubernetes", "Grafana");
        }
    }
}
