package parley.brain.memory;

/**
 * Something that is known about somebody.
 *
 * @param about whose fact it is
 * @param key what it is a fact about; a newer one with the same key replaces it
 * @param source the meeting in which it was said
 * @param replaced it was true once; the newer fact counts
 */
public record Fact(
        String about, String key, String text, double confidence, String source, String at, boolean replaced) {
    public Fact {
        if (!(confidence >= 0 && confidence <= 1)) {
            throw new IllegalArgumentException("a confidence lies between 0 and 1, not at " + confidence);
        }
    }

    Fact asReplaced() {
        return new Fact(about, key, text, confidence, source, at, true);
    }
}
