package parley.stt;

import java.util.ArrayList;
import java.util.List;

/**
 * A recognized word.
 *
 * @param startSample on the stream's clock, 16 kHz
 * @param confidence 0 to 1
 * @param stable whether later results of the same utterance will repeat this word unchanged
 */
public record Word(String text, long startSample, long endSample, double confidence, boolean stable) {
    /** The words of a phrase that was recognized as one: they share its time by their lengths. */
    public static List<Word> ofPhrase(
            String phrase, long startSample, long endSample, double confidence, boolean stable) {
        String[] parts = phrase.split(" ");
        int letters = phrase.length() - parts.length + 1;
        long length = endSample - startSample;
        int passed = 0;
        List<Word> words = new ArrayList<>();
        for (String part : parts) {
            long from = startSample + length * passed / Math.max(1, letters);
            passed += part.length();
            long to = startSample + length * passed / Math.max(1, letters);
            words.add(new Word(part, from, to, confidence, stable));
        }
        return words;
    }

    public Word {
        if (endSample < startSample) {
            throw new IllegalArgumentException(text + " ends at " + endSample + ", before " + startSample);
        }
        if (!(confidence >= 0 && confidence <= 1)) {
            throw new IllegalArgumentException(text + ": confidence " + confidence);
        }
    }
}
