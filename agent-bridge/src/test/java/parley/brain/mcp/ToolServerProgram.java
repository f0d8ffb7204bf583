package parley.brain.mcp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** A small MCP server with two tools, as a program and as a function. */
public final class ToolServerProgram {
    private static final ObjectMapper JSON = new ObjectMapper();

    private ToolServerProgram() {}

    public static void main(String[] args) throws IOException {
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            Optional<String> answer = answer(line);
            if (answer.isPresent()) {
                System.out.println(answer.get());
                System.out.flush();
            }
        }
    }

    /** Nothing for a notification. */
    static Optional<String> answer(String line) throws IOException {
        JsonNode request = JSON.readTree(line);
        if (!request.has("id")) {
            return Optional.empty();
        }
        ObjectNode response = JSON.createObjectNode().put("jsonrpc", "2.0");
        response.set("id", request.get("id"));
        ObjectNode result = response.putObject("result");
        switch (request.path("method").asText()) {
            case "initialize" -> {
                result.put(
                        "protocolVersion",
                        request.path("params").path("protocolVersion").asText());
                result.putObject("capabilities").putObject("tools");
                result.putObject("serverInfo").put("name", "test").put("version", "1");
            }
            case "tools/list" -> {
                var tools = result.putArray("tools");
                ObjectNode reads = tools.addObject().put("name", "free_slots").put("description", "Free slots");
                reads.putObject("inputSchema").put("type", "object");
                reads.putObject("annotations").put("readOnlyHint", true);
                tools.addObject()
                        .put("name", "book")
                        .put("description", "Books a slot")
                        .putObject("inputSchema")
                        .put("type", "object");
            }
            case "tools/call" -> {
                JsonNode params = request.path("params");
                result.putArray("content")
                        .addObject()
                        .put("type", "text")
                        .put("text", params.path("name").asText() + " " + params.path("arguments"));
                result.put("isError", params.path("name").asText().equals("book"));
            }
            default -> {}
        }
        return Optional.of(response.toString());
    }
}
