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
import java.util.function.Consumer;

/** Calls with answers, and events, as browsers speak them over a WebSocket: DevTools and WebDriver BiDi alike. */
final class RemoteLine implements AutoCloseable {
    static final ObjectMapper JSON = new ObjectMapper();

    private final Map<Integer, CompletableFuture<JsonNode>> waiting = new ConcurrentHashMap<>();
    private final AtomicInteger ids = new AtomicInteger();
    private final Consumer<JsonNode> events;
    private final WebSocket socket;

    /** @param events given everything that the browser says, answers too */
    RemoteLine(HttpClient http, URI address, Consumer<JsonNode> events) {
        this.events = events;
        socket = http.newWebSocketBuilder().buildAsync(address, new Answers()).join();
    }

    JsonNode call(String method, ObjectNode params) throws Exception {
        int id = ids.incrementAndGet();
        CompletableFuture<JsonNode> answer = new CompletableFuture<>();
        waiting.put(id, answer);
        ObjectNode message = JSON.createObjectNode().put("id", id).put("method", method);
        message.set("params", params);
        socket.sendText(message.toString(), true).get(10, TimeUnit.SECONDS);
        return answer.get(120, TimeUnit.SECONDS);
    }

    @Override
    public void close() {
        socket.abort();
    }

    private void came(String text) {
        try {
            JsonNode message = JSON.readTree(text);
            events.accept(message);
            CompletableFuture<JsonNode> answer =
                    waiting.remove(message.path("id").asInt());
            if (answer != null) {
                if (message.has("error")) {
                    answer.completeExceptionally(new IOException(message.toString()));
                } else {
                    answer.complete(message.path("result"));
                }
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private final class Answers implements WebSocket.Listener {
        private final StringBuilder partial = new StringBuilder();

        @Override
        public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
            partial.append(data);
            if (last) {
                String text = partial.toString();
                partial.setLength(0);
                came(text);
            }
            from.request(1);
            return CompletableFuture.completedFuture(null);
        }
    }
}
