package parley.archive.transcript;

import java.util.ArrayList;
import java.util.List;

/** Makes an FTS5 query of what a person typed: every word must occur, "quoted words" in this order, word* as a beginning. */
final class FullText {
    private static final int WORDS_AT_MOST = 32;

    private FullText() {}

    static String match(String typed) {
        List<String> terms = new ArrayList<>();
        StringBuilder word = new StringBuilder();
        boolean quoted = false;
        for (int i = 0; i <= typed.length(); i++) {
            char c = i < typed.length() ? typed.charAt(i) : ' ';
            if (c == '"') {
                add(terms, word, false);
                quoted = !quoted;
            } else if (Character.isLetterOrDigit(c) || c == '\'') {
                word.append(c);
            } else if (quoted && i < typed.length()) {
                word.append(' ');
            } else {
                add(terms, word, c == '*');
            }
        }
        return String.join(" ", terms.subList(0, Math.min(terms.size(), WORDS_AT_MOST)));
    }

    private static void add(List<String> terms, StringBuilder word, boolean beginning) {
        String term = word.toString().strip();
        word.setLength(0);
        if (!term.isEmpty() && term.chars().anyMatch(Character::isLetterOrDigit)) {
            terms.add('"' + term + '"' + (beginning ? "*" : ""));
        }
    }
}
