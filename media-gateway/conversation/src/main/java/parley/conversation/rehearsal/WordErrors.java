package parley.conversation.rehearsal;

import java.util.List;
import java.util.Locale;

/**
 * Words that were heard wrong.
 *
 * @param errors substituted, inserted and left out
 * @param words in the reference
 */
public record WordErrors(int errors, int words) {
    public static final WordErrors NONE = new WordErrors(0, 0);

    public static WordErrors between(String reference, String heard) {
        List<String> wanted = words(reference);
        List<String> got = words(heard);
        int[] row = new int[got.size() + 1];
        for (int j = 0; j <= got.size(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= wanted.size(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= got.size(); j++) {
                int replaced = diagonal + (wanted.get(i - 1).equals(got.get(j - 1)) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return new WordErrors(row[got.size()], wanted.size());
    }

    public WordErrors plus(WordErrors other) {
        return new WordErrors(errors + other.errors, words + other.words);
    }

    public double rate() {
        return words == 0 ? 0 : (double) errors / words;
    }

    private static List<String> words(String text) {
        String plain =
                text.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9' ]", " ").strip();
        return plain.isEmpty() ? List.of() : List.of(plain.split("\\s+"));
    }
}
