package parley.turns.end;

import java.util.List;

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

    private Openings() {}

    /** Whether words end with such an opening. */
    static boolean open(String text) {
        String said = text.strip();
        return ENDINGS.stream().anyMatch(ending -> said.equals(ending) || said.endsWith(" " + ending));
    }
}
