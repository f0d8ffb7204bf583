package parley.stt.language;

/**
 * How likely words follow each other. Words are numbers; probabilities are natural logarithms. Either part of a history
 * may be {@link TrigramModel#UNKNOWN}. Any thread.
 */
public interface LanguageModel {
    /** How many words it knows. */
    int words();

    /** The word's number, or {@link TrigramModel#UNKNOWN}. */
    int id(String word);

    /** ln P(word), whatever came before. */
    float unigram(int word);

    /** What it costs to know nothing that follows {@code last}. */
    float backoff(int last);

    /** What it costs to know nothing that follows the two words. */
    float backoff(int beforeLast, int last);

    /**
     * ln P(word | beforeLast last), with the backoffs of the history given, because a decoder asks for many words after
     * one history.
     */
    float trigram(int word, int last, int beforeLast, float backoffLast, float backoffPair);

    /** ln P(word | beforeLast last). */
    default float trigram(int word, int last, int beforeLast) {
        boolean known = last >= 0;
        return trigram(
                word,
                last,
                beforeLast,
                known ? backoff(last) : 0,
                known && beforeLast >= 0 ? backoff(beforeLast, last) : 0);
    }
}
