package parley.stt.bench;

import java.util.List;
import java.util.Locale;

/** Word error rate: substitutions, deletions and insertions against what was said. One thread. */
public final class WordErrors {
    private long errors;
    private long words;

    /** Lower case, letters and apostrophes, one space between words. */
    public static String plain(String text) {
        return text.toLowerCase(Locale.ROOT)
                .replace('\u2019', '\'')
                .replaceAll("[^a-z']+", " ")
                .replaceAll("(^|\\s)'+|'+(?=\\s|$)", "$1")
                .trim();
    }

    /** Adds one recording; returns its errors. */
    public int add(String said, String heard) {
        List<String> reference = words(said);
        int distance = distance(reference, words(heard));
        errors += distance;
        words += reference.size();
        return distance;
    }

    private static List<String> words(String text) {
        String plain = plain(text);
        return plain.isEmpty() ? List.of() : List.of(plain.split(" "));
    }

    static int distance(List<String> reference, List<String> hypothesis) {
        int[] row = new int[hypothesis.size() + 1];
        for (int j = 0; j < row.length; j++) {
            row[j] = j;
        }
        for (int i = 1; i <= reference.size(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j < row.length; j++) {
                int cost = reference.get(i - 1).equals(hypothesis.get(j - 1)) ? 0 : 1;
                int next = Math.min(diagonal + cost, Math.min(row[j], row[j - 1]) + 1);
                diagonal = row[j];
                row[j] = next;
            }
        }
        return row[hypothesis.size()];
    }

    public double rate() {
        return words == 0 ? 1 : (double) errors / words;
    }
}
