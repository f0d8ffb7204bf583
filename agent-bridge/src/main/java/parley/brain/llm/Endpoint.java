package parley.brain.llm;

import java.net.URI;
import java.util.Optional;

/**
 * Where a model is served.
 *
 * @param base up to and including {@code /v1}
 * @param firstTokenMillis without a token for so long, it is given up
 * @param stallMillis without another one for so long, it is given up
 * @param dailyTokens after so many in a day the fallback is asked; 0 for unlimited
 */
public record Endpoint(
        URI base, String model, Optional<String> key, long firstTokenMillis, long stallMillis, long dailyTokens) {
    public Endpoint {
        String scheme = String.valueOf(base.getScheme());
        if (!scheme.equals("http") && !scheme.equals("https")) {
            throw new IllegalArgumentException("an endpoint's url begins with http:// or https://, not " + base);
        }
        if (model.isBlank()) {
            throw new IllegalArgumentException("an endpoint needs a model");
        }
        if (firstTokenMillis <= 0 || stallMillis <= 0 || dailyTokens < 0) {
            throw new IllegalArgumentException("an endpoint's times are positive");
        }
    }

    URI completions() {
        String text = base.toString();
        return URI.create(text + (text.endsWith("/") ? "" : "/") + "chat/completions");
    }

    @Override
    public String toString() {
        return model + " at " + base;
    }
}
