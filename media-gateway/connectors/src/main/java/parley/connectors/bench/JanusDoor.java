package parley.connectors.bench;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Brings synthetic participants into Janus's AudioBridge, all through one WebSocket. */
final class JanusDoor implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int ANSWER_SECONDS = 20;

    private final HttpClient http = HttpClient.newHttpClient();
    private final WebSocket socket;
    private final Map<String, CompletableFuture<JsonNode>> waiting = new ConcurrentHashMap<>();
    private final Set<String> pluginAnswers = ConcurrentHashMap.newKeySet();
    private final AtomicLong transactions = new AtomicLong();
    private final long session;

    JanusDoor(String url) {
        socket = http.newWebSocketBuilder()
                .subprotocols("janus-protocol")
                .buildAsync(URI.create(url), new Incoming())
                .orTimeout(ANSWER_SECONDS, TimeUnit.SECONDS)
                .join();
        session = ask(JSON.createObjectNode().put("janus", "create"))
                .path("data")
                .path("id")
                .asLong();
    }

    /** Joins the room, muted for nobody, and connects the media. */
    void join(BenchPeer media, String name) {
        long handle = ask(command("attach").put("plugin", "janus.plugin.audiobridge"))
                .path("data")
                .path("id")
                .asLong();
        ObjectNode join = command("message").put("handle_id", handle);
        join.putObject("body")
                .put("request", "join")
                .put("room", JanusServer.ROOM)
                .put("display", name);
        ask(join);
        String offer = media.offer(candidate -> {})
                .orTimeout(ANSWER_SECONDS, TimeUnit.SECONDS)
                .join();
        ObjectNode configure = command("message").put("handle_id", handle);
        configure.putObject("body").put("request", "configure").put("muted", false);
        configure.putObject("jsep").put("type", "offer").put("sdp", offer);
        JsonNode answer = ask(configure).path("jsep").path("sdp");
        if (answer.isMissingNode()) {
            throw new IllegalStateException("Janus gave no answer");
        }
        ObjectNode complete = command("trickle").put("handle_id", handle);
        complete.putObject("candidate").put("completed", true);
        ask(complete);
        media.accept(answer.asText());
        media.connected.orTimeout(ANSWER_SECONDS, TimeUnit.SECONDS).join();
    }

    void keepAlive() {
        ask(command("keepalive"));
    }

    private ObjectNode command(String what) {
        return JSON.createObjectNode().put("janus", what).put("session_id", session);
    }

    private synchronized JsonNode ask(ObjectNode request) {
        String transaction = "t" + transactions.incrementAndGet();
        boolean event = request.path("janus").asText().equals("message");
        CompletableFuture<JsonNode> reply = new CompletableFuture<>();
        if (event) {
            pluginAnswers.add(transaction);
        }
        waiting.put(transaction, reply);
        socket.sendText(request.put("transaction", transaction).toString(), true)
                .orTimeout(ANSWER_SECONDS, TimeUnit.SECONDS)
                .join();
        JsonNode answer = reply.orTimeout(ANSWER_SECONDS, TimeUnit.SECONDS).join();
        waiting.remove(transaction);
        pluginAnswers.remove(transaction);
        JsonNode error = answer.path("error");
        if (!error.isMissingNode()
                || (event && answer.path("plugindata").path("data").has("error"))) {
            throw new IllegalStateException("Janus refuses: " + answer);
        }
        return answer;
    }

    private void received(String text) {
        try {
            JsonNode message = JSON.readTree(text);
            CompletableFuture<JsonNode> reply =
                    waiting.get(message.path("transaction").asText());
            if (reply == null) {
                return;
            }
            boolean acknowledged = message.path("janus").asText().equals("ack");
            // A plugin answers with an event after the acknowledgement; everything else is answered by what comes
            // first.
            if (!acknowledged
                    || !pluginAnswers.contains(message.path("transaction").asText())) {
                reply.complete(message);
            }
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Janus speaks JSON", e);
        }
    }

    @Override
    public void close() {
        socket.sendClose(WebSocket.NORMAL_CLOSURE, "");
        http.shutdownNow();
    }

    private final class Incoming implements WebSocket.Listener {
        private final StringBuilder partial = new StringBuilder();

        @Override
        public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
            partial.append(data);
            if (last) {
                received(partial.toString());
                partial.setLength(0);
            }
            from.request(1);
            return null;
        }
    }
}
