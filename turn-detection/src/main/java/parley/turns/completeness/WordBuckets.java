package parley.turns.completeness;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;

/**
 * Turns words into the numbers that the bundled model reads: for each word of the window three buckets, by FNV-1a hashes of the
 * word, of its first three and of its last three letters. The twin of {@code ids_of} in training/completeness_train.py.
 */
final class WordBuckets {
    static final int WINDOW = 32;
    static final int PER_WORD = 3;
    private static final int BEFORE = 8;
    private static final int BUCKETS = 12_288;
    private static final String SEPARATOR = "|";

    private WordBuckets() {}

    /** Writes {@link #WINDOW} x {@link #PER_WORD} numbers from {@code at}; unused places in front stay 0. */
    static void write(CompletenessModel.Line line, long[] ids, int at) {
        String[] before = words(line.before());
        String[] words = words(line.words());
        int fromBefore = Math.max(0, before.length - BEFORE);
        int fromWords = Math.max(0, words.length - (WINDOW - BEFORE - 1));
        int used = before.length - fromBefore + 1 + words.length - fromWords;
        Arrays.fill(ids, at, at + WINDOW * PER_WORD, 0);
        int to = at + (WINDOW - used) * PER_WORD;
        for (int i = fromBefore; i < before.length; i++, to += PER_WORD) {
            word(before[i], ids, to);
        }
        word(SEPARATOR, ids, to);
        to += PER_WORD;
        for (int i = fromWords; i < words.length; i++, to += PER_WORD) {
            word(words[i], ids, to);
        }
    }

    /** Lower case, letters, digits and apostrophes only. */
    static String[] words(String text) {
        String plain = text.toLowerCase(Locale.ROOT)
                .replace('’', '\'')
                .replaceAll("[^a-z0-9' ]", " ")
                .strip();
        return plain.isEmpty() ? new String[0] : plain.split("\\s+");
    }

    private static void word(String word, long[] ids, int at) {
        ids[at] = bucket('w', word);
        ids[at + 1] = bucket('p', word.substring(0, Math.min(3, word.length())));
        ids[at + 2] = bucket('s', word.substring(Math.max(0, word.length() - 3)));
    }

    private static long bucket(char kind, String text) {
        int hash = 0x811C9DC5;
        hash = (hash ^ kind) * 0x01000193;
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            hash = (hash ^ (b & 0xFF)) * 0x01000193;
        }
        return 1 + Integer.toUnsignedLong(hash) % (BUCKETS - 1);
    }
}
