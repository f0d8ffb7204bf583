package parley.server.gateway;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.modelcontextprotocol.json.McpJsonDefaults;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import parley.connectors.room.RoomClient;
import parley.server.node.RunningGateway;
import parley.server.node.RunningGateway.Answer;

/** The document against the server that serves it: nothing that is not documented is answered. */
class OpenApiTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private static Path folder;

    private static RunningGateway gateway;
    private static JsonNode document;
    private static String live;
    private static String joinLink;
    private static String delivery;

    @BeforeAll
    static void start() throws Exception {
        KeptMeeting.write(folder);
        gateway = RunningGateway.start(folder, KeptMeeting::configure);
        document = gateway.get("", "/openapi.json").json();
        JsonNode meeting = gateway.post(
                        RunningGateway.ACME,
                        "/v1/meetings",
                        "{\"title\":\"live\",\"policy\":\"scribe\",\"limits\":{\"alone\":\"900s\"}}")
                .json();
        live = meeting.path("id").asText();
        joinLink = meeting.path("joinLink").asText();
        gateway.post(RunningGateway.ACME, "/v1/meetings/" + KeptMeeting.ID + "/minutes/approve", "{\"by\":\"Ada\"}");
        delivery = gateway.get(RunningGateway.ACME, "/v1/deliveries")
                .json()
                .path("deliveries")
                .path(0)
                .path("id")
                .asText();
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    /** Bodies by which each operation with one succeeds. */
    private static final Map<String, String> BODIES = Map.ofEntries(
            entry("openMeeting", "{\"title\":\"another\"}"),
            entry("closeMeeting", "{\"reason\":\"enough\"}"),
            entry("say", "{\"text\":\"Good morning.\",\"urgent\":true}"),
            entry("sendChat", "{\"text\":\"Good morning.\"}"),
            entry("correctTranscript", "{\"utteranceIds\":[\"u1\"],\"speaker\":\"Zebra Zara\"}"),
            entry("approveMinutes", "{\"by\":\"Ada\"}"),
            entry("resendDelivery", "{}"),
            entry("approveProposal", "{\"comment\":\"fine\"}"),
            entry("rejectProposal", "{\"comment\":\"too many\"}"),
            entry("createPageToken", "{\"lifetime\":\"60s\"}"),
            entry("createKey", "{\"name\":\"another\"}"));

    private record Documented(String method, String path, JsonNode node) {
        String id() {
            return node.path("operationId").asText();
        }

        /** What a call of this is about: a live meeting where it takes one. */
        String concrete() {
            boolean takesLive = List.of("say", "sendChat", "closeMeeting").contains(id());
            return path.replace("{meetingId}", takesLive ? live : KeptMeeting.ID)
                            .replace("{deliveryId}", delivery)
                            .replace(
                                    "{proposalId}",
                                    id().equals("rejectProposal") ? KeptMeeting.OTHER_PROPOSAL : KeptMeeting.PROPOSAL)
                            .replace("{keyId}", RunningGateway.keyId(RunningGateway.ACME_READER))
                            .replace("{name}", KeptMeeting.MARK)
                    + (id().equals("search") ? "?query=" + KeptMeeting.MARK : "");
        }
    }

    /** Those that end something come last. */
    private static List<Documented> documented() {
        List<Documented> all = new ArrayList<>();
        document.path("paths")
                .properties()
                .forEach(path -> path.getValue()
                        .properties()
                        .forEach(method -> all.add(new Documented(
                                method.getKey().toUpperCase(Locale.ROOT), path.getKey(), method.getValue()))));
        all.sort(Comparator.comparing(one -> switch (one.id()) {
            case "closeMeeting" -> 1;
            case "deleteMeeting" -> 2;
            default -> 0;
        }));
        return all;
    }

    @Test
    void shouldAnswerEveryOperationAsDocumented() throws Exception {
        assertThat(document.path("openapi").asText()).startsWith("3.1");
        List<Documented> all = documented();
        assertThat(all)
                .hasSizeGreaterThanOrEqualTo(gateway.node.operations().all().size());
        try (RoomClient guest = gateway.guest(joinLink)) {
            guest.mute(true);
            for (Documented one : all) {
                String body = BODIES.getOrDefault(one.id(), "");
                assertThat(one.node().has("requestBody")).describedAs(one.id()).isEqualTo(!body.isEmpty());
                check(one, gateway.call(RunningGateway.ACME, one.method(), one.concrete(), body), 200);
            }
        }
    }

    @Test
    void shouldRefuseAsDocumented() throws Exception {
        for (Documented one : documented()) {
            String body = BODIES.getOrDefault(one.id(), "");
            check(one, gateway.call("", one.method(), one.concrete(), body), 401);
            check(one, gateway.call("wrong", one.method(), one.concrete(), body), 401);
            if (one.path().contains("{")) {
                String nowhere = one.path().replaceAll("\\{\\w+}", "nothing-like-that");
                check(one, gateway.call(RunningGateway.ACME, one.method(), nowhere, body), 404);
            }
            if (!body.isEmpty()) {
                check(one, gateway.call(RunningGateway.ACME, one.method(), one.concrete(), "{\"title\":"), 400);
            }
        }
    }

    @Test
    void shouldRefuseWhatIsNotDocumented() throws Exception {
        Answer answer = gateway.get(RunningGateway.ACME, "/v1/nothing");
        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.header("content-type")).isEqualTo("application/problem+json");
        assertThat(gateway.get(RunningGateway.ACME, "/v1/meetings?colour=red").status())
                .isEqualTo(400);
    }

    private static void check(Documented one, Answer answer, int expected) throws Exception {
        String what = one.method() + " " + one.path() + ": " + answer.status() + " " + answer.text();
        assertThat(answer.status()).describedAs(what).isEqualTo(expected);
        JsonNode responses = one.node().path("responses");
        JsonNode response = responses.path(Integer.toString(answer.status()));
        JsonNode contents = (response.isMissingNode() ? responses.path("default") : response).path("content");
        String type = answer.header("content-type").replaceAll(";.*", "");
        assertThat(contents.has(type)).describedAs(what + " as " + type).isTrue();
        if (type.endsWith("json")) {
            ObjectNode schema = strict(contents.path(type).path("schema"));
            Map<String, Object> wanted = JSON.convertValue(schema, new TypeReference<>() {});
            Object given = JSON.readValue(answer.text(), Object.class);
            var verdict = McpJsonDefaults.getSchemaValidator().validate(wanted, given);
            assertThat(verdict.valid())
                    .describedAs(what + " " + verdict.errorMessage())
                    .isTrue();
        }
    }

    /** The schema with all that it refers to; what is not documented is refused. */
    private static ObjectNode strict(JsonNode schema) {
        ObjectNode whole = schema.deepCopy();
        ObjectNode components = document.path("components").deepCopy();
        components.path("schemas").forEach(one -> ((ObjectNode) one).put("additionalProperties", false));
        whole.set("components", components);
        return whole;
    }
}
