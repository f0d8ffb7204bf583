package parley.tts.voice;

import java.text.Normalizer;
import java.util.Locale;

/** The spelling that English engines can take. */
public final class EnglishLetters {
    private EnglishLetters() {}

    /** Lower-case Latin letters and inner apostrophes; accents fall away. Nothing when no letter is left. */
    public static String of(String word) {
        String bare = Normalizer.normalize(word, Normalizer.Form.NFD)
                .toLowerCase(Locale.ROOT)
                .replace('\u2019', '\'');
        StringBuilder kept = new StringBuilder(bare.length());
        for (int i = 0; i < bare.length(); i++) {
            char c = bare.charAt(i);
            if ((c >= 'a' && c <= 'z') || c == '\'') {
                kept.append(c);
            }
        }
        int from = 0;
        int to = kept.length();
        while (from < to && kept.charAt(from) == '\'') {
            from++;
        }
        while (to > from && kept.charAt(to - 1) == '\'') {
            to--;
        }
        return kept.substring(from, to);
    }
}
