package parley.turns.end;

import java.util.List;
import parley.turns.completeness.Completeness;

/**
 * Words that announce a question or a wish and then have to name it: "can you tell me", "i would like to know". They are whole
 * clauses, so that a model of completeness takes them for finished; whoever pauses after them goes on.
 */
final class Openings {
    private static final List<String> ENDINGS = List.of(
            "tell me",
            "tell us",
            "tell you",
            "show me",
            "show us",
            "remind me",
            "ask you",
            "like to know",
            "want to know",
            "need to know",
            "do you know",
            "you happen to know",
            "i wonder",
            "i was wondering");

    /** "Show me" and "I wonder" may be all that somebody says, but seldom. */
    private static final double MOST_FINISHED = 0.02;

    private Openings() {}

    /** Whether words end with such an opening. */
    static boolean open(String text) {
        String said = text.strip();
        return ENDINGS.stream().anyMatch(ending -> said.equals(ending) || said.endsWith(" " + ending));
    }

    /** What a model thought of words that end with an opening, put right. */
    static Completeness judged(Completeness by) {
        double finished = Math.min(by.finished(), MOST_FINISHED);
        return new Completeness(finished, by.unfinished() + by.finished() - finished, by.waiting());
    }
}
