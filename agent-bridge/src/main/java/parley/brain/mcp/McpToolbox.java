package parley.brain.mcp;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.modelcontextprotocol.client.McpClient;
import io.modelcontextprotocol.client.McpSyncClient;
import io.modelcontextprotocol.client.transport.HttpClientStreamableHttpTransport;
import io.modelcontextprotocol.client.transport.ServerParameters;
import io.modelcontextprotocol.client.transport.StdioClientTransport;
import io.modelcontextprotocol.json.McpJsonDefaults;
import io.modelcontextprotocol.spec.McpClientTransport;
import io.modelcontextprotocol.spec.McpSchema;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import parley.brain.approval.ToolRunner;
import parley.brain.llm.Toolbox;

/** The tools of several MCP servers as one toolbox. A server that cannot be reached has no tools; the agent works on. */
public final class McpToolbox implements Toolbox {
    private static final Logger LOG = LoggerFactory.getLogger(McpToolbox.class);
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final int LONGEST_RESULT = 20_000;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final List<McpSyncClient> clients = new ArrayList<>();
    private final Map<String, Known> byTool = new LinkedHashMap<>();
    private final List<Spec> specs = new ArrayList<>();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    /** Where two servers have a tool of the same name, the later one is known by its server's name too. */
    private record Known(McpSyncClient client, String plainName) {}

    private McpToolbox() {}

    /** Connects to the servers; blocks until each has said what it has, or has not in ten seconds. */
    public static McpToolbox connect(List<ToolServer> servers) {
        McpToolbox toolbox = new McpToolbox();
        for (ToolServer server : servers) {
            try {
                toolbox.add(server);
            } catch (RuntimeException problem) {
                LOG.warn("tool server {} is not there: {}", server.name(), problem.getMessage());
            }
        }
        return toolbox;
    }

    private void add(ToolServer server) {
        McpSyncClient client = McpClient.sync(transport(server))
                .requestTimeout(PATIENCE)
                .initializationTimeout(PATIENCE)
                .build();
        clients.add(client);
        client.initialize();
        for (McpSchema.Tool tool : client.listTools().tools()) {
            String name = byTool.containsKey(tool.name()) ? server.name() + "_" + tool.name() : tool.name();
            byTool.put(name, new Known(client, tool.name()));
            specs.add(new Spec(name, text(tool.description()), schema(tool), !reads(server, tool)));
        }
    }

    private static McpClientTransport transport(ToolServer server) {
        Optional<URI> url = server.url();
        if (url.isPresent()) {
            URI uri = url.get();
            String base = uri.getScheme() + "://" + uri.getAuthority();
            String path = uri.getRawPath().isEmpty() ? "/mcp" : uri.getRawPath();
            return HttpClientStreamableHttpTransport.builder(base)
                    .endpoint(path)
                    .build();
        }
        ServerParameters parameters = ServerParameters.builder(server.command().getFirst())
                .args(server.command().subList(1, server.command().size()))
                .build();
        return new StdioClientTransport(parameters, McpJsonDefaults.getMapper());
    }

    private static boolean reads(ToolServer server, McpSchema.Tool tool) {
        McpSchema.ToolAnnotations annotations = tool.annotations();
        return server.reads().contains(tool.name())
                || annotations != null && Boolean.TRUE.equals(annotations.readOnlyHint());
    }

    private static String text(@Nullable String text) {
        return text == null ? "" : text;
    }

    private static String schema(McpSchema.Tool tool) {
        try {
            return JSON.writeValueAsString(tool.inputSchema());
        } catch (IOException e) {
            return "{\"type\":\"object\"}";
        }
    }

    @Override
    public List<Spec> tools() {
        return List.copyOf(specs);
    }

    @Override
    public CompletionStage<String> call(String name, String argumentsJson) {
        Known tool = byTool.get(name);
        if (tool == null) {
            return CompletableFuture.completedFuture(ToolRunner.FAILED + "there is no tool " + name);
        }
        return CompletableFuture.supplyAsync(() -> callNow(tool, argumentsJson), threads);
    }

    private static String callNow(Known tool, String argumentsJson) {
        Map<String, Object> arguments;
        try {
            arguments = JSON.readValue(argumentsJson.isBlank() ? "{}" : argumentsJson, new TypeReference<>() {});
        } catch (IOException e) {
            return ToolRunner.FAILED + "the arguments are no JSON object";
        }
        McpSchema.CallToolResult result = tool.client()
                .callTool(McpSchema.CallToolRequest.builder(tool.plainName())
                        .arguments(arguments)
                        .build());
        String text = result.content().stream()
                .map(c -> c instanceof McpSchema.TextContent t ? t.text() : "(something that is no text)")
                .collect(Collectors.joining("\n"));
        String shown = text.length() > LONGEST_RESULT ? text.substring(0, LONGEST_RESULT) + " ..." : text;
        return Boolean.TRUE.equals(result.isError()) ? ToolRunner.FAILED + shown : shown;
    }

    @Override
    public void close() {
        clients.forEach(McpSyncClient::close);
        threads.shutdown();
    }
}
