package parley.brain.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import parley.brain.llm.Toolbox;

class McpToolboxTest {
    @TempDir
    Path agent;

    private static void use(ToolServer server) throws Exception {
        try (McpToolbox toolbox = McpToolbox.connect(List.of(server))) {
            assertThat(toolbox.tools())
                    .extracting(Toolbox.Spec::name, Toolbox.Spec::effect)
                    .containsExactly(
                            org.assertj.core.groups.Tuple.tuple("free_slots", false),
                            org.assertj.core.groups.Tuple.tuple("book", true));
            assertThat(call(toolbox, "free_slots", "{\"day\":\"monday\"}"))
                    .isEqualTo("free_slots {\"day\":\"monday\"}");
            assertThat(call(toolbox, "book", "{}")).startsWith("it failed:");
            assertThat(call(toolbox, "nothing", "{}")).isEqualTo("it failed: there is no tool nothing");
            assertThat(call(toolbox, "free_slots", "nonsense"))
                    .isEqualTo("it failed: the arguments are no JSON object");
        }
    }

    private static String call(Toolbox toolbox, String name, String arguments) throws Exception {
        return toolbox.call(name, arguments).toCompletableFuture().get(15, TimeUnit.SECONDS);
    }

    @Test
    void shouldUseAServerOverStandardInputAndOutput() throws Exception {
        use(new ToolServer(
                "calendar",
                List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        ToolServerProgram.class.getName()),
                Optional.empty(),
                Set.of()));
    }

    @Test
    void shouldUseAServerOverHttp() throws Exception {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/mcp", exchange -> {
            try (exchange) {
                if (!exchange.getRequestMethod().equals("POST")) {
                    exchange.sendResponseHeaders(405, -1);
                    return;
                }
                String request = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
                Optional<String> answer = ToolServerProgram.answer(request);
                if (answer.isEmpty()) {
                    exchange.sendResponseHeaders(202, -1);
                    return;
                }
                byte[] body = answer.get().getBytes(StandardCharsets.UTF_8);
                exchange.getResponseHeaders().add("Content-Type", "application/json");
                exchange.sendResponseHeaders(200, body.length);
                exchange.getResponseBody().write(body);
            }
        });
        server.start();
        try {
            use(new ToolServer(
                    "crm",
                    List.of(),
                    Optional.of(
                            URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/mcp")),
                    Set.of()));
        } finally {
            server.stop(0);
        }
    }

    @Test
    void shouldWorkOnWithoutAServerThatIsNotThere() {
        ToolServer gone = new ToolServer("gone", List.of("/there/is/no/such/program"), Optional.empty(), Set.of());
        try (McpToolbox toolbox = McpToolbox.connect(List.of(gone))) {
            assertThat(toolbox.tools()).isEmpty();
        }
    }

    @Test
    void shouldReadTheAgentsServers() throws Exception {
        assertThat(ToolServer.read(agent)).isEmpty();
        Files.writeString(
                agent.resolve("tools.json"),
                "{\"servers\": [{\"name\": \"c\", \"command\": [\"python3\", \"c.py\"], \"reads\": [\"free\"]},"
                        + "{\"url\": \"https://crm.example/mcp\"}]}");
        assertThat(ToolServer.read(agent)).extracting(ToolServer::name).containsExactly("c", "server-2");
    }
}
