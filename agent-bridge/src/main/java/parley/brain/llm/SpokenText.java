package parley.brain.llm;

import java.util.Optional;

/** Turns what a model writes into what a voice can say, piece by piece: marks go, whole words stay together. */
final class SpokenText {
    /** A model that has nothing to say writes this. */
    static final String SILENT = "[silent]";

    private final StringBuilder pending = new StringBuilder();
    private boolean begun;

    /** Takes a piece; answers what can be said of it now. */
    Optional<String> take(String piece) {
        pending.append(piece);
        int end = pending.length() - 1;
        while (end >= 0 && !Character.isWhitespace(pending.charAt(end))) {
            end--;
        }
        boolean mayBeSilence = !begun
                && pending.length() < SILENT.length() + 1
                && pending.toString().strip().startsWith("[");
        if (end < 0 || mayBeSilence) {
            return Optional.empty();
        }
        String whole = pending.substring(0, end + 1);
        pending.delete(0, end + 1);
        return said(whole);
    }

    /** What is left at the end. */
    Optional<String> rest() {
        String whole = pending.toString();
        pending.setLength(0);
        return said(whole);
    }

    /** The model decided to say nothing. */
    boolean silence() {
        return !begun && pending.toString().strip().startsWith(SILENT);
    }

    private Optional<String> said(String whole) {
        String plain = whole.replaceAll("[*_`]{1,3}", "")
                .replaceAll("(?m)^\\s{0,3}#{1,6}\\s+", "")
                .replaceAll("(?m)^\\s*[-\u2022]\\s+", "")
                .replaceAll("</?[A-Za-z][^>]{0,80}>", "")
                .replaceAll("[\\p{Cc}&&[^\\n\\t]]", "")
                .replaceAll("\\s*\\n\\s*", " ");
        if (plain.isBlank() && !begun) {
            return Optional.empty();
        }
        begun |= !plain.isBlank();
        return plain.isEmpty() ? Optional.empty() : Optional.of(plain);
    }
}
