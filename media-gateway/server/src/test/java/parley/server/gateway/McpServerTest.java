package parley.server.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.modelcontextprotocol.client.McpClient;
import io.modelcontextprotocol.client.McpSyncClient;
import io.modelcontextprotocol.client.transport.HttpClientStreamableHttpTransport;
import io.modelcontextprotocol.spec.McpSchema;
import io.modelcontextprotocol.spec.McpSchema.CallToolRequest;
import io.modelcontextprotocol.spec.McpSchema.CallToolResult;
import io.modelcontextprotocol.spec.McpSchema.ReadResourceRequest;
import io.modelcontextprotocol.spec.McpSchema.SubscribeRequest;
import io.modelcontextprotocol.spec.McpSchema.TextContent;
import io.modelcontextprotocol.spec.McpSchema.TextResourceContents;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import parley.connectors.room.RoomClient;
import parley.server.node.RunningGateway;
import parley.server.node.RunningGateway.Answer;

/** The SDK's own client over HTTP against a running gateway. */
class McpServerTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private static Path folder;

    private static RunningGateway gateway;
    private final BlockingQueue<String> updated = new LinkedBlockingQueue<>();

    @BeforeAll
    static void start() throws Exception {
        gateway = RunningGateway.start(folder, root -> {});
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    private McpSyncClient client(String key) {
        var transport = HttpClientStreamableHttpTransport.builder(gateway.address())
                .endpoint("/mcp")
                .openConnectionOnStartup(true)
                .requestBuilder(HttpRequest.newBuilder().header("authorization", "Bearer " + key))
                .build();
        McpSyncClient client = McpClient.sync(transport)
                .requestTimeout(Duration.ofMinutes(2))
                .initializationTimeout(Duration.ofMinutes(1))
                .resourcesUpdateConsumer(contents -> contents.forEach(content -> updated.add(content.uri())))
                .build();
        client.initialize();
        return client;
    }

    private static JsonNode call(McpSyncClient client, String tool, Map<String, Object> arguments) throws Exception {
        CallToolResult result = client.callTool(
                CallToolRequest.builder(tool).arguments(arguments).build());
        String text = ((TextContent) result.content().getFirst()).text();
        assertThat(result.isError()).describedAs(text).isNotEqualTo(true);
        return JSON.readTree(text);
    }

    private static String refusal(McpSyncClient client, String tool, Map<String, Object> arguments) {
        CallToolResult result = client.callTool(
                CallToolRequest.builder(tool).arguments(arguments).build());
        assertThat(result.isError()).isTrue();
        return ((TextContent) result.content().getFirst()).text();
    }

    @Test
    void shouldLetAnAgentTakePartInAMeeting() throws Exception {
        try (McpSyncClient client = client(RunningGateway.ACME)) {
            assertThat(client.listTools().tools())
                    .extracting(McpSchema.Tool::name)
                    .contains("join_meeting", "leave_meeting", "speak", "send_chat", "read_transcript")
                    .contains("list_participants", "list_meetings");
            JsonNode joined = call(client, "join_meeting", Map.of("title", "By tool"));
            String id = joined.path("id").asText();
            String uri = "parley://meetings/" + id + "/transcript";
            String live = uri + "/live";
            client.subscribeResource(SubscribeRequest.builder(uri).build());
            client.subscribeResource(SubscribeRequest.builder(live).build());

            try (RoomClient guest = gateway.guest(joined.path("joinLink").asText())) {
                guest.hand(true);
                JsonNode said = call(client, "speak", Map.of("meetingId", id, "text", "Hello everybody."));
                assertThat(said.path("outcome").asText())
                        .describedAs(said.toString())
                        .isEqualTo("said");
                assertThat(said.path("heardText").asText()).contains("Hello everybody");
                Set<String> told = new HashSet<>();
                while (!told.containsAll(List.of(uri, live))) {
                    told.add(Objects.requireNonNull(updated.poll(60, TimeUnit.SECONDS), "an update"));
                }
            }

            JsonNode transcript = call(client, "read_transcript", Map.of("meetingId", id));
            assertThat(transcript.path("utterances").path(0).path("text").asText())
                    .contains("Hello everybody");
            long last = transcript.path("lastSeq").asLong();
            assertThat(call(client, "read_transcript", Map.of("meetingId", id, "afterSeq", last))
                            .path("utterances"))
                    .isEmpty();
            var contents = (TextResourceContents)
                    client.readResource(ReadResourceRequest.builder(uri).build())
                            .contents()
                            .getFirst();
            assertThat(contents.text()).contains("Hello everybody");
            var newest = (TextResourceContents)
                    client.readResource(ReadResourceRequest.builder(live).build())
                            .contents()
                            .getFirst();
            assertThat(newest.text()).contains("Hello everybody").contains("\"final\":true");

            JsonNode meeting = call(client, "list_participants", Map.of("meetingId", id));
            assertThat(meeting.path("participants").path(0).path("self").asBoolean())
                    .isTrue();
            call(client, "send_chat", Map.of("meetingId", id, "text", "Here is the link."));
            assertThat(call(client, "leave_meeting", Map.of("meetingId", id))
                            .path("state")
                            .asText())
                    .isEqualTo("ended");
            assertThat(refusal(client, "speak", Map.of("meetingId", id, "text", "Too late")))
                    .contains("over");
        }
    }

    @Test
    void shouldShowNothingOfOneTenantToAnother() throws Exception {
        try (McpSyncClient acme = client(RunningGateway.ACME);
                McpSyncClient globex = client(RunningGateway.GLOBEX);
                McpSyncClient reader = client(RunningGateway.ACME_READER)) {
            String id = call(acme, "join_meeting", Map.of("title", "Secret"))
                    .path("id")
                    .asText();
            Map<String, Object> theirs = Map.of("meetingId", id);
            Map<String, Object> said = Map.of("meetingId", id, "text", "hi");
            assertThat(refusal(globex, "read_transcript", theirs)).contains("there is no meeting");
            assertThat(refusal(globex, "list_participants", theirs)).contains("there is no meeting");
            assertThat(refusal(globex, "leave_meeting", theirs)).contains("there is no meeting");
            assertThat(refusal(globex, "speak", said)).contains("there is no meeting");
            assertThat(refusal(globex, "send_chat", said)).contains("there is no meeting");
            assertThat(call(globex, "list_meetings", Map.of()).path("meetings")).isEmpty();
            String uri = "parley://meetings/" + id + "/transcript";
            assertThatThrownBy(() -> globex.subscribeResource(
                            SubscribeRequest.builder(uri).build()))
                    .hasMessageContaining("there is no meeting");
            assertThatThrownBy(() ->
                            globex.readResource(ReadResourceRequest.builder(uri).build()))
                    .hasMessageContaining("there is no meeting");
            assertThat(refusal(reader, "speak", said)).contains("scope");
            call(acme, "leave_meeting", theirs);
        }
    }

    @Test
    void shouldRefuseWhoIsUnknownAndSessionsOfOthers() throws Exception {
        String hello = """
                {"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"2025-06-18",\
                "capabilities":{},"clientInfo":{"name":"t","version":"1"}}}""";
        assertThat(gateway.send("", "POST", "/mcp", hello, Map.of("accept", "*/*"))
                        .status())
                .isEqualTo(401);
        Answer opened = gateway.send(RunningGateway.ACME, "POST", "/mcp", hello, Map.of("accept", "*/*"));
        assertThat(opened.status()).isEqualTo(200);
        String session = opened.header("mcp-session-id");
        String list = "{\"jsonrpc\":\"2.0\",\"id\":2,\"method\":\"tools/list\"}";
        Map<String, String> headers = Map.of("accept", "*/*", "mcp-session-id", session);
        assertThat(gateway.send(RunningGateway.GLOBEX, "POST", "/mcp", list, headers)
                        .status())
                .isEqualTo(404);
        assertThat(gateway.send(RunningGateway.ACME, "POST", "/mcp", list, headers)
                        .text())
                .contains("join_meeting");
        assertThat(gateway.send(RunningGateway.GLOBEX, "DELETE", "/mcp", "", headers)
                        .status())
                .isEqualTo(404);
        assertThat(gateway.send(RunningGateway.ACME, "DELETE", "/mcp", "", headers)
                        .status())
                .isEqualTo(204);
        assertThat(gateway.send(RunningGateway.ACME, "POST", "/mcp", list, headers)
                        .status())
                .isEqualTo(404);
    }

    @Test
    void shouldNotBreakOnBodiesThatAreNoMessages() throws Exception {
        String good = "{\"jsonrpc\":\"2.0\",\"id\":2,\"method\":\"tools/call\",\"params\":{\"name\":\"speak\"}}";
        Random random = new Random(5);
        for (int i = 0; i < 300; i++) {
            byte[] bytes = good.getBytes(StandardCharsets.UTF_8);
            for (int flips = random.nextInt(6); flips >= 0; flips--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
            }
            String body = new String(bytes, StandardCharsets.ISO_8859_1);
            assertThat(gateway.send(RunningGateway.ACME, "POST", "/mcp", body, Map.of("accept", "*/*"))
                            .status())
                    .describedAs("seed 5, turn " + i)
                    .isBetween(400, 499);
        }
    }
}
