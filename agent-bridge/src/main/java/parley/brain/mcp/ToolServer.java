package parley.brain.mcp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * An MCP server whose tools an agent may use. {@code tools.json} in the agent's folder lists them:
 *
 * <pre>{@code
 * {"servers": [
 *   {"name": "calendar", "command": ["python3", "calendar.py"], "reads": ["free_slots"]},
 *   {"name": "crm", "url": "https://crm.example/mcp"}
 * ]}
 * }</pre>
 *
 * @param command started and spoken with over its standard input and output; empty for a server at a url
 * @param reads tools that are known to change nothing; others need approval unless the server says that they only read
 */
public record ToolServer(String name, List<String> command, Optional<URI> url, Set<String> reads) {
    public ToolServer {
        command = List.copyOf(command);
        reads = Set.copyOf(reads);
        if (command.isEmpty() == url.isEmpty()) {
            throw new IllegalArgumentException("tool server " + name + " needs either a command or a url");
        }
    }

    /** The servers of an agent; none where there is no file. */
    public static List<ToolServer> read(Path directory) {
        Path file = directory.resolve("tools.json");
        if (!Files.exists(file)) {
            return List.of();
        }
        List<ToolServer> servers = new ArrayList<>();
        try {
            for (JsonNode node : new ObjectMapper().readTree(file.toFile()).path("servers")) {
                List<String> command = new ArrayList<>();
                node.path("command").forEach(part -> command.add(part.asText()));
                Set<String> reads = new TreeSet<>();
                node.path("reads").forEach(tool -> reads.add(tool.asText()));
                servers.add(new ToolServer(
                        node.path("name").asText("server-" + (servers.size() + 1)),
                        command,
                        node.hasNonNull("url")
                                ? Optional.of(URI.create(node.path("url").asText()))
                                : Optional.empty(),
                        reads));
            }
        } catch (IOException | IllegalArgumentException e) {
            throw new IllegalArgumentException(file + ": " + e.getMessage(), e);
        }
        return List.copyOf(servers);
    }
}
