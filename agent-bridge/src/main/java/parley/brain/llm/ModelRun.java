package parley.brain.llm;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import parley.brain.sdk.MeetingLoop;

/**
 * One answer of a model: asked at the primary endpoint, and where that fails at the fallback, which goes on where the
 * first broke off. Used on the meeting's loop only.
 */
final class ModelRun {
    private static final int LONGEST_ARGUMENTS = 50_000;

    /** A tool that the model wants called. */
    record Call(String id, String name, String arguments) {}

    /** What comes of it, on the meeting's loop. */
    interface Outcome {
        void text(String delta);

        void cost(String model, ChatChunk.Cost cost);

        /** @param calls tools to be called before the model goes on; empty where the answer is complete */
        void finished(List<Call> calls);

        void failed(String reason);
    }

    private final ChatClient client;
    private final MeetingLoop loop;
    private final List<Endpoint> endpoints;
    private final ArrayNode messages;
    private final ArrayNode tools;
    private final LlmSettings settings;
    private final Outcome outcome;
    private final TreeMap<Integer, StringBuilder[]> pieces = new TreeMap<>();
    private final StringBuilder written = new StringBuilder();
    private final List<String> reasons = new ArrayList<>();
    private int attempt = -1;
    private boolean over;
    private ChatClient.@Nullable Running running;

    ModelRun(
            ChatClient client,
            MeetingLoop loop,
            List<Endpoint> endpoints,
            ArrayNode messages,
            ArrayNode tools,
            LlmSettings settings,
            Outcome outcome) {
        this.client = client;
        this.loop = loop;
        this.endpoints = endpoints;
        this.messages = messages;
        this.tools = tools;
        this.settings = settings;
        this.outcome = outcome;
    }

    void start() {
        attempt++;
        if (attempt >= endpoints.size()) {
            over = true;
            outcome.failed(String.join("; ", reasons));
            return;
        }
        pieces.clear();
        Endpoint endpoint = endpoints.get(attempt);
        int mine = attempt;
        running = client.stream(endpoint, request(endpoint), new ChatClient.Reader() {
            @Override
            public void chunk(ChatChunk chunk) {
                loop.execute(() -> {
                    if (mine == attempt && !over) {
                        came(endpoint, chunk);
                    }
                });
            }

            @Override
            public void finished() {
                loop.execute(() -> {
                    if (mine == attempt && !over) {
                        over = true;
                        outcome.finished(calls());
                    }
                });
            }

            @Override
            public void failed(String reason) {
                loop.execute(() -> {
                    if (mine == attempt && !over) {
                        reasons.add(reason);
                        start();
                    }
                });
            }
        });
    }

    void cancel() {
        over = true;
        ChatClient.Running now = running;
        if (now != null) {
            now.cancel();
        }
    }

    private ObjectNode request(Endpoint endpoint) {
        ObjectNode body = ChatChunk.JSON.createObjectNode();
        body.put("model", endpoint.model());
        body.put("stream", true);
        body.putObject("stream_options").put("include_usage", true);
        body.put("temperature", settings.temperature());
        body.put("max_tokens", settings.longestAnswerTokens());
        ArrayNode all = messages.deepCopy();
        if (!written.isEmpty()) {
            all.addObject().put("role", "assistant").put("content", written.toString());
            all.addObject()
                    .put("role", "user")
                    .put(
                            "content",
                            "(Your answer broke off after these words. Go on exactly there; do not repeat any of them.)");
        }
        body.set("messages", all);
        if (!tools.isEmpty()) {
            body.set("tools", tools);
        }
        return body;
    }

    private void came(Endpoint endpoint, ChatChunk chunk) {
        switch (chunk) {
            case ChatChunk.Text text -> {
                written.append(text.text());
                outcome.text(text.text());
            }
            case ChatChunk.ToolPiece piece -> {
                StringBuilder[] call = pieces.computeIfAbsent(piece.index(), i ->
                        new StringBuilder[] {new StringBuilder(), new StringBuilder(), new StringBuilder()});
                call[0].append(piece.id());
                call[1].append(piece.name());
                if (call[2].length() < LONGEST_ARGUMENTS) {
                    call[2].append(piece.arguments());
                }
            }
            case ChatChunk.Cost cost -> outcome.cost(endpoint.model(), cost);
            case ChatChunk.Finished f -> {}
            case ChatChunk.Done d -> {}
            case ChatChunk.Failed f -> {}
        }
    }

    private List<Call> calls() {
        return pieces.values().stream()
                .filter(call -> !call[1].isEmpty())
                .map(call -> new Call(call[0].toString(), call[1].toString(), call[2].toString()))
                .toList();
    }

    String written() {
        return written.toString();
    }
}
