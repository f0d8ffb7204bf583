package parley.brain.llm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * Which models an agent thinks with. {@code model.json} in its folder says so:
 *
 * <pre>{@code
 * {"primary":  {"url": "http://127.0.0.1:8000/v1", "model": "qwen3", "key-variable": "VLLM_KEY"},
 *  "fallback": {"url": "https://api.example/v1", "model": "small"},
 *  "temperature": 0.3, "longest-answer-tokens": 300}
 * }</pre>
 *
 * Without the file the variables PARLEY_LLM_URL, PARLEY_LLM_MODEL and PARLEY_LLM_KEY count. Keys are never written in
 * the file: it names the variable that holds one.
 */
public record LlmSettings(Endpoint primary, Optional<Endpoint> fallback, double temperature, int longestAnswerTokens) {
    private static final long FIRST_TOKEN_MILLIS = 4_000;
    private static final long STALL_MILLIS = 3_000;

    public static LlmSettings read(Path directory, Map<String, String> environment) {
        Path file = directory.resolve("model.json");
        if (!Files.exists(file)) {
            return fromEnvironment(directory, environment);
        }
        try {
            JsonNode root = new ObjectMapper().readTree(file.toFile());
            return new LlmSettings(
                    endpoint(root.path("primary"), environment),
                    root.has("fallback") ? Optional.of(endpoint(root.path("fallback"), environment)) : Optional.empty(),
                    root.path("temperature").asDouble(0.3),
                    root.path("longest-answer-tokens").asInt(300));
        } catch (IOException | IllegalArgumentException e) {
            throw new IllegalArgumentException(file + ": " + e.getMessage(), e);
        }
    }

    private static LlmSettings fromEnvironment(Path directory, Map<String, String> environment) {
        String url = environment.get("PARLEY_LLM_URL");
        String model = environment.get("PARLEY_LLM_MODEL");
        if (url == null || model == null) {
            throw new IllegalArgumentException(
                    "no model is configured: write " + directory.resolve("model.json")
                            + " with {\"primary\": {\"url\": ..., \"model\": ...}}, or set PARLEY_LLM_URL and PARLEY_LLM_MODEL");
        }
        Endpoint endpoint = new Endpoint(
                URI.create(url),
                model,
                Optional.ofNullable(environment.get("PARLEY_LLM_KEY")),
                FIRST_TOKEN_MILLIS,
                STALL_MILLIS,
                0);
        return new LlmSettings(endpoint, Optional.empty(), 0.3, 300);
    }

    private static Endpoint endpoint(JsonNode node, Map<String, String> environment) {
        String variable = node.path("key-variable").asText("");
        return new Endpoint(
                URI.create(node.path("url").asText("")),
                node.path("model").asText(""),
                variable.isEmpty() ? Optional.empty() : Optional.ofNullable(environment.get(variable)),
                node.path("first-token-millis").asLong(FIRST_TOKEN_MILLIS),
                node.path("stall-millis").asLong(STALL_MILLIS),
                node.path("daily-tokens").asLong(0));
    }
}
