package parley.brain.llm;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What one line of a streamed completion says. */
sealed interface ChatChunk {
    /** Some of the answer. */
    record Text(String text) implements ChatChunk {}

    /** Some of a tool call; the first piece has the id and the name. */
    record ToolPiece(int index, String id, String name, String arguments) implements ChatChunk {}

    /** What it cost. */
    record Cost(long in, long out, long cached) implements ChatChunk {}

    /** The answer is complete. */
    record Finished(String reason) implements ChatChunk {}

    /** The stream is complete. */
    record Done() implements ChatChunk {}

    /** The endpoint reports an error within the stream. */
    record Failed(String message) implements ChatChunk {}

    ObjectMapper JSON = new ObjectMapper();

    /** Reads a line; comments, empty lines and other fields say nothing. */
    static List<ChatChunk> read(String line) {
        if (!line.startsWith("data:")) {
            return List.of();
        }
        String data = line.substring(5).strip();
        if (data.isEmpty()) {
            return List.of();
        }
        if (data.equals("[DONE]")) {
            return List.of(new Done());
        }
        try {
            return chunks(JSON.readTree(data));
        } catch (JsonProcessingException e) {
            return List.of(new Failed("the endpoint sent what is no JSON"));
        }
    }

    private static List<ChatChunk> chunks(JsonNode root) {
        List<ChatChunk> chunks = new ArrayList<>();
        if (root.hasNonNull("error")) {
            return List.of(new Failed(root.path("error").path("message").asText("an error without a message")));
        }
        JsonNode choice = root.path("choices").path(0);
        JsonNode delta = choice.path("delta");
        String text = delta.path("content").asText("");
        if (delta.hasNonNull("content") && !text.isEmpty()) {
            chunks.add(new Text(text));
        }
        for (JsonNode call : delta.path("tool_calls")) {
            JsonNode function = call.path("function");
            chunks.add(new ToolPiece(
                    Math.clamp(call.path("index").asInt(0), 0, 31),
                    call.path("id").asText(""),
                    function.path("name").asText(""),
                    function.path("arguments").asText("")));
        }
        cost(root.path("usage")).ifPresent(chunks::add);
        if (choice.hasNonNull("finish_reason")) {
            chunks.add(new Finished(choice.path("finish_reason").asText()));
        }
        return chunks;
    }

    private static Optional<ChatChunk> cost(JsonNode usage) {
        return usage.isObject()
                ? Optional.of(new Cost(
                        Math.max(0, usage.path("prompt_tokens").asLong()),
                        Math.max(0, usage.path("completion_tokens").asLong()),
                        Math.max(
                                0,
                                usage.path("prompt_tokens_details")
                                        .path("cached_tokens")
                                        .asLong())))
                : Optional.empty();
    }
}
