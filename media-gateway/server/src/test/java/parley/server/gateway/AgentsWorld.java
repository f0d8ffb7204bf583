package parley.server.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * What an agent with a language model needs, on loopback: an endpoint whose model calls the tool {@code send_mail} until it has an
 * answer to that, and an MCP server that has the tool.
 */
final class AgentsWorld implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** What the tool was given, call by call. */
    final List<String> mails = new CopyOnWriteArrayList<>();
    /** What the model was asked. */
    final List<JsonNode> asked = new CopyOnWriteArrayList<>();

    /** What webhooks told, by type. */
    final BlockingQueue<String> told = new LinkedBlockingQueue<>();

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    AgentsWorld() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/v1/chat/completions", this::think);
        server.createContext("/mcp", this::serveTools);
        server.createContext("/hook", exchange -> {
            try (exchange) {
                told.add(JSON.readTree(exchange.getRequestBody()).path("type").asText());
                exchange.sendResponseHeaders(204, -1);
            }
        });
        server.start();
    }

    /** The folder of an agent that lives here. */
    Path agent(Path folder) throws IOException {
        Files.createDirectories(folder);
        String here = "http://127.0.0.1:" + server.getAddress().getPort();
        ObjectNode model = JSON.createObjectNode();
        model.putObject("primary").put("url", here + "/v1").put("model", "test");
        Files.writeString(folder.resolve("model.json"), model.toString());
        ObjectNode tools = JSON.createObjectNode();
        tools.putArray("servers").addObject().put("name", "office").put("url", here + "/mcp");
        Files.writeString(folder.resolve("tools.json"), tools.toString());
        Files.writeString(folder.resolve("principles.md"), "# Principles\nAsk before you act.");
        return folder;
    }

    /** Where webhooks are told to go. */
    String hook() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/hook";
    }

    private void think(HttpExchange exchange) throws IOException {
        try (exchange) {
            JsonNode request = JSON.readTree(exchange.getRequestBody());
            asked.add(request);
            boolean answered = request.path("messages").toString().contains("only proposed");
            exchange.getResponseHeaders().add("Content-Type", "text/event-stream");
            exchange.sendResponseHeaders(200, 0);
            OutputStream out = exchange.getResponseBody();
            ObjectNode chunk = JSON.createObjectNode();
            ObjectNode delta = chunk.putArray("choices").addObject().putObject("delta");
            if (answered) {
                delta.put("content", "Shall I?");
            } else {
                ObjectNode call =
                        delta.putArray("tool_calls").addObject().put("index", 0).put("id", "c1");
                call.putObject("function").put("name", "send_mail").put("arguments", "{\"to\":\"all\"}");
            }
            send(out, chunk.toString());
            send(out, "{\"choices\":[{\"delta\":{},\"finish_reason\":\"stop\"}]}");
            send(out, "[DONE]");
        }
    }

    private static void send(OutputStream out, String data) throws IOException {
        out.write(("data: " + data + "\n\n").getBytes(StandardCharsets.UTF_8));
        out.flush();
    }

    private void serveTools(HttpExchange exchange) throws IOException {
        try (exchange) {
            if (!exchange.getRequestMethod().equals("POST")) {
                exchange.sendResponseHeaders(405, -1);
                return;
            }
            JsonNode request = JSON.readTree(exchange.getRequestBody());
            if (!request.has("id")) {
                exchange.sendResponseHeaders(202, -1);
                return;
            }
            ObjectNode response = JSON.createObjectNode().put("jsonrpc", "2.0");
            response.set("id", request.get("id"));
            answer(request, response.putObject("result"));
            byte[] bytes = response.toString().getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().add("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }

    private void answer(JsonNode request, ObjectNode result) {
        JsonNode params = request.path("params");
        switch (request.path("method").asText()) {
            case "initialize" -> {
                result.set("protocolVersion", params.path("protocolVersion"));
                result.putObject("capabilities").putObject("tools");
                result.putObject("serverInfo").put("name", "office").put("version", "1");
            }
            case "tools/list" -> {
                ObjectNode tool = result.putArray("tools").addObject().put("name", "send_mail");
                tool.putObject("inputSchema").put("type", "object");
            }
            case "tools/call" -> {
                mails.add(params.path("arguments").toString());
                result.putArray("content").addObject().put("type", "text").put("text", "sent to everybody");
            }
            default -> {}
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
