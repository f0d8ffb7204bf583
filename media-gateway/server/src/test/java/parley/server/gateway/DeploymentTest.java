package parley.server.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import parley.server.config.ConfigurationLoader;
import parley.server.node.RunningGateway;

/** What lies in {@code deploy/} against the gateway that it deploys. */
class DeploymentTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Path DEPLOY =
            Path.of(System.getenv().getOrDefault("PARLEY_REPOSITORY", "../..")).resolve("deploy");
    /** A metric's name in a query: neither a function nor a label nor a keyword. */
    private static final Pattern METRIC = Pattern.compile("\\b((?:parley|jvm|process|system)_[a-z0-9_]+)");
    /** What a stopping gateway takes for its goodbyes at most. */
    private static final int GOODBYE_SECONDS = 20;

    @TempDir
    private Path folder;

    @Test
    void shouldShowOnlyMetricsThatAreThereAndAskOnlyPathsThatAnswer() throws Exception {
        Set<String> wanted = new TreeSet<>();
        List<JsonNode> expressions = new ArrayList<>();
        JSON.readTree(Files.readString(DEPLOY.resolve("grafana-dashboard.json")))
                .findValues("expr", expressions);
        yaml(DEPLOY.resolve("alerts.yaml")).getFirst().findValues("expr", expressions);
        expressions.removeIf(expression -> expression.asText().startsWith("up{")); // Prometheus' own
        for (JsonNode expression : expressions) {
            Matcher matcher = METRIC.matcher(expression.asText());
            assertThat(matcher.find()).describedAs(expression.asText()).isTrue();
            do {
                wanted.add(matcher.group(1));
            } while (matcher.find());
        }
        assertThat(wanted).contains("parley_meetings_live", "parley_turn_seconds_bucket", "parley_disk_refused");
        try (RunningGateway gateway = RunningGateway.start(folder, root -> {})) {
            Set<String> exported = gateway.get("", "/metrics")
                    .text()
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .map(line -> line.split("[{ ]")[0])
                    .collect(Collectors.toCollection(TreeSet::new));
            assertThat(exported).containsAll(wanted);

            JsonNode container = pod().path("containers").path(0);
            for (String probe : List.of("startupProbe", "livenessProbe", "readinessProbe")) {
                String path = container.path(probe).path("httpGet").path("path").asText();
                assertThat(gateway.get("", path).status()).describedAs(probe).isEqualTo(200);
            }
            gateway.node.drain(1);
            String ready = container
                    .path("readinessProbe")
                    .path("httpGet")
                    .path("path")
                    .asText();
            String live =
                    container.path("livenessProbe").path("httpGet").path("path").asText();
            assertThat(gateway.get("", ready).status()).isEqualTo(503);
            assertThat(gateway.get("", live).status()).isEqualTo(200);
        }
    }

    @Test
    void shouldGiveAStoppingPodTimeForItsGoodbyes() throws Exception {
        JsonNode pod = pod();
        JsonNode container = pod.path("containers").path(0);
        int pause = container
                .path("lifecycle")
                .path("preStop")
                .path("sleep")
                .path("seconds")
                .asInt();
        assertThat(pause).isPositive();
        assertThat(pod.path("terminationGracePeriodSeconds").asInt()).isGreaterThan(pause + GOODBYE_SECONDS);
        assertThat(pod.path("enableServiceLinks").asBoolean(true)).isFalse();
    }

    @Test
    void shouldConfigurePodsWithSettingsThatTheGatewayTakes() throws Exception {
        JsonNode settings = manifest("ConfigMap").path("data").path("parley.yaml");
        Path file = Files.writeString(folder.resolve("parley.yaml"), settings.asText());
        Map<String, String> environment = Map.of("PARLEY_MEDIA_PUBLIC_ADDRESS", "192.0.2.1");
        var loaded = ConfigurationLoader.load(Optional.of(file), environment);
        JsonNode container = pod().path("containers").path(0);
        assertThat(container.path("env").path(0).path("name").asText()).isIn(environment.keySet());
        assertThat(container.path("ports").findValues("containerPort").stream().map(JsonNode::asInt))
                .containsExactly(
                        loaded.http().port(),
                        loaded.grpc().port(),
                        loaded.media().port());
        String keys = loaded.security().keysFile().orElseThrow().toString();
        assertThat(container.path("volumeMounts").findValuesAsText("mountPath"))
                .contains("/var/lib/parley", keys.substring(0, keys.lastIndexOf('/')));
    }

    private static JsonNode pod() throws IOException {
        return manifest("StatefulSet").path("spec").path("template").path("spec");
    }

    private static JsonNode manifest(String kind) throws IOException {
        List<JsonNode> found = new ArrayList<>();
        for (JsonNode manifest : yaml(DEPLOY.resolve("kubernetes").resolve("parley.yaml"))) {
            if (manifest.path("kind").asText().equals(kind)) {
                found.add(manifest);
            }
        }
        assertThat(found).hasSize(1);
        return found.getFirst();
    }

    private static List<JsonNode> yaml(Path file) throws IOException {
        List<JsonNode> documents = new ArrayList<>();
        new Load(LoadSettings.builder().build())
                .loadAllFromString(Files.readString(file))
                .forEach(document -> documents.add(JSON.valueToTree(document)));
        return documents;
    }
}
