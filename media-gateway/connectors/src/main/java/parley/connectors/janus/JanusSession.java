package parley.connectors.janus;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import parley.webrtc.loop.TaskLoop;

/** A Janus session over one wire: transactions, handles, keep-alive. Says and hears JSON; for the meeting's loop only. */
final class JanusSession {
    static final ObjectMapper JSON = new ObjectMapper();

    /** Janus drops sessions that are silent for a minute. */
    private static final long KEEP_ALIVE_NANOS = 25_000_000_000L;

    private static final int MOST_PENDING = 64;

    /** What belongs to one handle. */
    interface HandleListener {
        /**
         * @param data what the plugin says
         * @param type "offer", "answer", or empty
         * @param sdp the description that came along, or empty
         */
        void onEvent(JsonNode data, String type, String sdp);

        /** One of Janus's own addresses, where it trickles them. */
        void onCandidate(String line);

        /** Janus has taken the handle away or hung up its media. */
        void onGone(String reason);
    }

    private final JanusSettings settings;
    private final TaskLoop loop;
    private final Consumer<String> wire;
    private final BiConsumer<String, Boolean> broken;
    private final Map<String, Consumer<JsonNode>> pending = new HashMap<>();
    private final Map<Long, HandleListener> handles = new HashMap<>();
    private TaskLoop.@Nullable Timer keepAlive;
    private long sessionId;
    private long transaction;
    private boolean ended;

    /** @param broken told when the session is over: why, and whether Janus itself said no */
    JanusSession(JanusSettings settings, TaskLoop loop, Consumer<String> wire, BiConsumer<String, Boolean> broken) {
        this.settings = settings;
        this.loop = loop;
        this.wire = wire;
        this.broken = broken;
    }

    void create(Runnable created) {
        request(message("create"), answer -> {
            sessionId = answer.path("data").path("id").asLong();
            keepAlive();
            created.run();
        });
    }

    void attach(String plugin, HandleListener listener, Consumer<Handle> attached) {
        request(message("attach").put("plugin", plugin), answer -> {
            long id = answer.path("data").path("id").asLong();
            handles.put(id, listener);
            attached.accept(new Handle(id));
        });
    }

    /** Says goodbye; nothing more is told. */
    void end() {
        if (!ended && sessionId != 0) {
            send(message("destroy"));
        }
        stop();
    }

    void stop() {
        ended = true;
        if (keepAlive != null) {
            keepAlive.cancel();
        }
        pending.clear();
        handles.clear();
    }

    void received(String text) {
        if (ended) {
            return;
        }
        JsonNode message;
        try {
            message = JSON.readTree(text);
        } catch (JsonProcessingException e) {
            broken.accept("Janus sent no JSON", false);
            return;
        }
        HandleListener handle = handles.get(message.path("sender").asLong());
        switch (message.path("janus").asText()) {
            case "success" -> answer(message);
            case "error" -> {
                JsonNode error = message.path("error");
                pending.remove(message.path("transaction").asText());
                int code = error.path("code").asInt();
                String reason = error.path("reason").asText();
                // 403 unauthorized, 405 unauthorized plugin: repeating will not help.
                broken.accept(reason, code == 403 || code == 405);
            }
            case "event" -> {
                if (handle != null) {
                    JsonNode jsep = message.path("jsep");
                    handle.onEvent(
                            message.path("plugindata").path("data"),
                            jsep.path("type").asText(""),
                            jsep.path("sdp").asText(""));
                }
            }
            case "trickle" -> {
                String line = message.path("candidate").path("candidate").asText("");
                if (handle != null && !line.isEmpty()) {
                    handle.onCandidate(line);
                }
            }
            case "hangup", "detached" -> {
                if (handle != null) {
                    handle.onGone(
                            message.path("reason").asText(message.path("janus").asText()));
                }
            }
            case "timeout" -> broken.accept("Janus let the session time out", false);
            default -> {} // ack, webrtcup, media, slowlink: nothing to do
        }
    }

    private void answer(JsonNode message) {
        Consumer<JsonNode> waiting = pending.remove(message.path("transaction").asText());
        if (waiting != null) {
            waiting.accept(message);
        }
    }

    private void keepAlive() {
        keepAlive = loop.schedule(KEEP_ALIVE_NANOS, () -> {
            if (!ended) {
                send(message("keepalive"));
                keepAlive();
            }
        });
    }

    private ObjectNode message(String type) {
        ObjectNode message = JSON.createObjectNode().put("janus", type).put("transaction", "t" + ++transaction);
        if (sessionId != 0) {
            message.put("session_id", sessionId);
        }
        if (!settings.token().isEmpty()) {
            message.put("token", settings.token());
        }
        if (!settings.apiSecret().isEmpty()) {
            message.put("apisecret", settings.apiSecret());
        }
        return message;
    }

    private void request(ObjectNode message, Consumer<JsonNode> answered) {
        if (pending.size() >= MOST_PENDING) {
            broken.accept("Janus does not answer", false);
            return;
        }
        pending.put(message.path("transaction").asText(), answered);
        send(message);
    }

    private void send(ObjectNode message) {
        wire.accept(message.toString());
    }

    /** One attachment to a plugin, which carries at most one peer connection. */
    final class Handle {
        private final long id;

        private Handle(long id) {
            this.id = id;
        }

        void message(ObjectNode body) {
            JanusSession.this.send(addressed("message").set("body", body));
        }

        void message(ObjectNode body, String type, String sdp) {
            ObjectNode message = addressed("message");
            message.set("body", body);
            message.set("jsep", JSON.createObjectNode().put("type", type).put("sdp", sdp));
            JanusSession.this.send(message);
            // Our candidates are all in the description; a server that expects more would wait for them.
            ObjectNode end = addressed("trickle");
            end.set("candidate", JSON.createObjectNode().put("completed", true));
            JanusSession.this.send(end);
        }

        void candidate(String line, String mid) {
            ObjectNode message = addressed("trickle");
            message.set(
                    "candidate", JSON.createObjectNode().put("candidate", line).put("sdpMid", mid));
            JanusSession.this.send(message);
        }

        private ObjectNode addressed(String type) {
            return JanusSession.this.message(type).put("handle_id", id);
        }
    }
}
