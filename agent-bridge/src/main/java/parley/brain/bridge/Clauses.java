package parley.brain.bridge;

/** Where text can be cut so that a voice can say it. */
final class Clauses {
    /** Without punctuation, a voice can begin when it has about this much. */
    private static final int LONG_ENOUGH = 60;

    private Clauses() {}

    /** Whether the beginning of a reply can be spoken: it holds a whole clause. */
    static boolean speakable(CharSequence text) {
        if (text.length() >= LONG_ENOUGH) {
            return true;
        }
        boolean words = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (words && endsClause(c)) {
                return true;
            }
            words |= Character.isLetterOrDigit(c);
        }
        return false;
    }

    private static boolean endsClause(char c) {
        return switch (c) {
            case '.', '!', '?', ',', ';', ':', '\n', '\u2026', '\u3002', '\uff0c', '\uff1f', '\uff01' -> true;
            default -> false;
        };
    }

    /** The length of the longest beginning, not above a limit, that ends with a sentence; else with a word. */
    static int cut(CharSequence text, int limit) {
        int end = Math.min(limit, text.length());
        int word = 0;
        for (int i = end - 1; i > 0; i--) {
            char c = text.charAt(i);
            boolean last = i + 1 == text.length() || Character.isWhitespace(text.charAt(i + 1));
            if ((c == '.' || c == '!' || c == '?') && last) {
                return i + 1;
            }
            if (word == 0 && Character.isWhitespace(c)) {
                word = i;
            }
        }
        return word;
    }
}
