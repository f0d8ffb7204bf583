package parley.tts.voice;

import java.util.List;
import java.util.stream.Collectors;
import parley.tts.text.SpokenToken;

/**
 * What a voice speaks in one breath: words in spoken form.
 *
 * @param language BCP 47 tag
 * @param speed 1 is the voice's own
 * @param pitch 1 is the voice's own
 */
public record Utterance(List<SpokenToken> tokens, String language, double speed, double pitch) {
    public Utterance {
        tokens = List.copyOf(tokens);
        if (tokens.isEmpty()) {
            throw new IllegalArgumentException("an utterance without a word");
        }
    }

    /** The words with their punctuation, one space between them. */
    public String text() {
        return tokens.stream().map(token -> token.word() + token.after()).collect(Collectors.joining(" "));
    }
}
