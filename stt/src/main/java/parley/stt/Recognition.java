package parley.stt;

import java.util.List;

/**
 * What was understood of the present utterance so far. A final result ends it; what comes later belongs to the next.
 *
 * @param startSample the first word's start, or where the utterance was cut when it has no words
 * @param endSample up to where the stream was heard for this result
 * @param language a BCP 47 tag
 */
public record Recognition(
        boolean isFinal,
        String text,
        List<Word> words,
        long startSample,
        long endSample,
        double confidence,
        String language) {
    public Recognition {
        words = List.copyOf(words);
    }
}
