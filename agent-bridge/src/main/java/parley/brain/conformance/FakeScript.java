package parley.brain.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * What a fake brain says. The first entry whose pattern is found in a turn's text counts. In a file:
 *
 * <pre>{@code
 * {"replies": [
 *   {"when": "price|cost", "say": ["It costs ", "nothing."], "first-token-millis": 200, "between-millis": 30},
 *   {"when": "secret", "silent": "I must not talk about it"},
 *   {"when": "", "say": ["You said: {text}"]}
 * ]}
 * }</pre>
 */
public record FakeScript(List<Entry> entries) {
    public static final FakeScript DEFAULT = new FakeScript(List.of(new Entry(
            Pattern.compile(""), List.of("I heard ", "what you said, ", "and here is my answer."), "", "", 0, 0)));

    public FakeScript {
        entries = List.copyOf(entries);
    }

    /** @param chat written instead of spoken, where not empty */
    public record Entry(
            Pattern when, List<String> say, String chat, String silent, int firstTokenMillis, int betweenMillis) {
        public Entry {
            say = List.copyOf(say);
        }
    }

    Optional<Entry> entryFor(String text) {
        return entries.stream().filter(e -> e.when().matcher(text).find()).findFirst();
    }

    /** Reads a file; what is wrong with it is said with its place. */
    public static FakeScript read(Path file) throws IOException {
        JsonNode root = new ObjectMapper().readTree(file.toFile());
        List<Entry> entries = new ArrayList<>();
        for (JsonNode node : root.path("replies")) {
            List<String> say = new ArrayList<>();
            node.path("say").forEach(delta -> say.add(delta.asText()));
            try {
                entries.add(new Entry(
                        Pattern.compile(node.path("when").asText(""), Pattern.CASE_INSENSITIVE),
                        say,
                        node.path("chat").asText(""),
                        node.path("silent").asText(""),
                        node.path("first-token-millis").asInt(0),
                        node.path("between-millis").asInt(0)));
            } catch (PatternSyntaxException e) {
                throw new IOException(
                        file + ": replies[" + entries.size() + "].when is no pattern: " + e.getMessage(), e);
            }
        }
        if (entries.isEmpty()) {
            throw new IOException(file + " has no replies");
        }
        return new FakeScript(entries);
    }
}
