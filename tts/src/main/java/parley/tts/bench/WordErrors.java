package parley.tts.bench;

import java.util.Locale;

/** Word error rate: insertions, deletions and substitutions for each word that was said. */
final class WordErrors {
    private long errors;
    private long words;

    void add(String said, String recognized) {
        String[] truth = words(said);
        String[] found = words(recognized);
        int[] row = new int[found.length + 1];
        for (int j = 0; j <= found.length; j++) {
            row[j] = j;
        }
        for (int i = 1; i <= truth.length; i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= found.length; j++) {
                int replaced = diagonal + (truth[i - 1].equals(found[j - 1]) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        errors += row[found.length];
        words += truth.length;
    }

    double rate() {
        return words == 0 ? 0 : (double) errors / words;
    }

    private static String[] words(String text) {
        String plain = text.toLowerCase(Locale.ROOT).replaceAll("[^a-z' ]", " ").trim();
        return plain.isEmpty() ? new String[0] : plain.split("\\s+");
    }
}
