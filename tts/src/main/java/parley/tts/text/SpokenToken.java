package parley.tts.text;

import java.util.List;

/**
 * One word in spoken form and where it came from.
 *
 * @param word letters and apostrophes only, in the language's own script
 * @param after the punctuation that follows and shapes the voice: one of {@code , ; : . ? !} or nothing
 * @param pauseMillis a silence asked for after the word; 0 leaves it to the voice
 * @param phonemes ARPAbet with stress digits where the pronunciation is given; empty where the voice finds its own
 * @param emphasis how much it is stressed: 0 not at all, 1 moderately, 2 strongly, -1 reduced
 * @param textStart where it lies in the reply's text
 * @param textEnd just after its last character there
 */
public record SpokenToken(
        String word, String after, int pauseMillis, List<String> phonemes, int emphasis, int textStart, int textEnd) {
    public SpokenToken {
        phonemes = List.copyOf(phonemes);
    }

    public static SpokenToken of(String word, int textStart, int textEnd) {
        return new SpokenToken(word, "", 0, List.of(), 0, textStart, textEnd);
    }

    public SpokenToken followedBy(String punctuation) {
        return new SpokenToken(word, punctuation, pauseMillis, phonemes, emphasis, textStart, textEnd);
    }

    public SpokenToken withPause(int millis) {
        return new SpokenToken(word, after, millis, phonemes, emphasis, textStart, textEnd);
    }

    public SpokenToken withPhonemes(List<String> pronunciation) {
        return new SpokenToken(word, after, pauseMillis, pronunciation, emphasis, textStart, textEnd);
    }

    public SpokenToken withEmphasis(int level) {
        return new SpokenToken(word, after, pauseMillis, phonemes, level, textStart, textEnd);
    }
}
