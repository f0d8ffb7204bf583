package parley.turns.end;

import java.util.Set;

/** Tells questions by their words, since a recognizer writes no question mark. */
public final class QuestionShape {
    private static final Set<String> ASKING = Set.of(
            "what",
            "what's",
            "when",
            "when's",
            "where",
            "where's",
            "who",
            "who's",
            "whose",
            "whom",
            "which",
            "why",
            "how",
            "how's",
            "is",
            "are",
            "am",
            "was",
            "were",
            "do",
            "does",
            "did",
            "can",
            "could",
            "will",
            "would",
            "shall",
            "should",
            "have",
            "has",
            "may",
            "might",
            "isn't",
            "aren't",
            "don't",
            "doesn't",
            "didn't",
            "can't",
            "couldn't",
            "won't",
            "wouldn't",
            "shouldn't",
            "haven't",
            "hasn't");
    private static final Set<String> LEADING = Set.of(
            "and", "so", "but", "okay", "ok", "well", "um", "uh", "yeah", "yes", "right", "hey", "hi", "hello", "sorry",
            "then", "now", "also", "alright", "thanks", "no", "oh", "please", "because");
    private static final Set<String> TAGS =
            Set.of("right", "correct", "isn't it", "don't you", "okay", "yes or no", "or not");

    private QuestionShape() {}

    public static boolean asks(String text) {
        String[] words = text.strip().split("\\s+");
        int at = 0;
        while (at < words.length && LEADING.contains(words[at])) {
            at++;
        }
        if (words.length - at < 2) {
            return at < words.length
                    && (words[at].equals("why") || words[at].equals("what") || words[at].equals("how"));
        }
        // A name may stand before the question: "tom can you ...".
        return ASKING.contains(words[at])
                || (words.length - at > 2 && ASKING.contains(words[at + 1]) && !isPronoun(words[at]))
                || TAGS.stream().anyMatch(tag -> text.endsWith(" " + tag));
    }

    private static boolean isPronoun(String word) {
        return Set.of(
                        "i",
                        "you",
                        "he",
                        "she",
                        "it",
                        "we",
                        "they",
                        "this",
                        "that",
                        "there",
                        "these",
                        "those",
                        "the",
                        "a",
                        "my",
                        "our",
                        "everyone",
                        "everybody",
                        "nobody",
                        "somebody")
                .contains(word);
    }
}
