package parley.stt;

import java.util.List;

/**
 * @param name the participant, for logs
 * @param vocabulary names and terms to expect, as they should be written
 * @param partials whether results before the final one are wanted
 */
public record StreamSettings(String name, List<String> vocabulary, boolean partials) {
    public StreamSettings {
        vocabulary = List.copyOf(vocabulary);
    }

    public static StreamSettings of(String name) {
        return new StreamSettings(name, List.of(), true);
    }
}
