package parley.connectors.browser;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** A tab over the DevTools protocol: just enough to run script in it. */
public final class DevTools implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Map<Integer, CompletableFuture<JsonNode>> waiting = new ConcurrentHashMap<>();
    private final AtomicInteger ids = new AtomicInteger();
    private final CompletableFuture<Void> loaded = new CompletableFuture<>();
    private WebSocket socket;

    private DevTools() {}

    static DevTools connect(HttpClient http, String target) throws IOException {
        String address = JSON.readTree(target).path("webSocketDebuggerUrl").asText();
        DevTools tab = new DevTools();
        tab.socket = http.newWebSocketBuilder()
                .buildAsync(URI.create(address), tab.new Answers())
                .join();
        return tab;
    }

    /** Waits until the page that was asked for is there with its scripts. */
    void awaitLoaded() throws Exception {
        call("Page.enable", JSON.createObjectNode());
        String ready = run("location.href.startsWith('http') && document.readyState === 'complete'")
                .asText();
        if (!ready.equals("true")) {
            loaded.get(30, TimeUnit.SECONDS);
        }
    }

    /** Runs an expression, waits for its promise, and gives its value. */
    public JsonNode run(String expression) throws Exception {
        ObjectNode params = JSON.createObjectNode()
                .put("expression", expression)
                .put("awaitPromise", true)
                .put("returnByValue", true);
        JsonNode result = call("Runtime.evaluate", params);
        if (result.has("exceptionDetails")) {
            throw new IllegalStateException("the page threw: " + result.path("exceptionDetails"));
        }
        return result.path("result").path("value");
    }

    private JsonNode call(String method, ObjectNode params) throws Exception {
        int id = ids.incrementAndGet();
        CompletableFuture<JsonNode> answer = new CompletableFuture<>();
        waiting.put(id, answer);
        ObjectNode message = JSON.createObjectNode().put("id", id).put("method", method);
        message.set("params", params);
        socket.sendText(message.toString(), true).get(10, TimeUnit.SECONDS);
        return answer.get(60, TimeUnit.SECONDS);
    }

    @Override
    public void close() {
        socket.abort();
    }

    private final class Answers implements WebSocket.Listener {
        private final StringBuilder partial = new StringBuilder();

        @Override
        public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
            partial.append(data);
            if (last) {
                String text = partial.toString();
                partial.setLength(0);
                try {
                    JsonNode message = JSON.readTree(text);
                    if (message.path("method").asText().equals("Page.loadEventFired")) {
                        loaded.complete(null);
                    }
                    CompletableFuture<JsonNode> answer =
                            waiting.remove(message.path("id").asInt());
                    if (answer != null) {
                        answer.complete(message.path("result"));
                    }
                } catch (IOException e) {
                    throw new IllegalStateException(e);
                }
            }
            from.request(1);
            return CompletableFuture.completedFuture(null);
        }
    }
}
