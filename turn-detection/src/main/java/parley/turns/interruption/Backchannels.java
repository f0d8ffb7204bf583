package parley.turns.interruption;

import java.util.Set;

/** The small words that say "I am listening", and those that say "stop". */
public final class Backchannels {
    private static final Set<String> PHRASES = Set.of(
            "i see",
            "got it",
            "of course",
            "makes sense",
            "that makes sense",
            "that's right",
            "all right",
            "that's true",
            "oh really",
            "oh wow",
            "very good",
            "very nice",
            "sounds good",
            "fair enough",
            "good point",
            "i know",
            "me too",
            "uh huh",
            "o k",
            "o. k.",
            "mm hmm",
            "m hm",
            "no way",
            "oh no",
            "i agree",
            "no problem",
            "thank you",
            "thanks");
    private static final Set<String> SINGLES = Set.of(
            "mhm",
            "mm",
            "mmm",
            "mmhmm",
            "mm-hmm",
            "hm",
            "hmm",
            "uh",
            "huh",
            "uh-huh",
            "uhuh",
            "aha",
            "ah",
            "oh",
            "yeah",
            "yep",
            "yup",
            "yes",
            "right",
            "okay",
            "ok",
            "alright",
            "sure",
            "true",
            "exactly",
            "indeed",
            "interesting",
            "nice",
            "great",
            "good",
            "cool",
            "wow",
            "really",
            "absolutely",
            "definitely",
            "totally",
            "perfect",
            "fine",
            "um",
            "er",
            "haha",
            "ha",
            "thanks",
            "a",
            "the",
            "m",
            "h");
    /** What is left of a phrase whose first word was not heard. */
    private static final Set<String> ENDINGS = Set.of("course", "see", "it", "sense");

    private static final Set<String> HALTING =
            Set.of("stop", "wait", "no", "quiet", "enough", "pause", "shush", "hush", "sorry", "excuse");
    private static final Set<String> HALTING_PAIRS =
            Set.of("hold on", "hang on", "shut up", "one second", "one moment", "let me", "just a", "not now");

    private Backchannels() {}

    /** Whether these words only show that somebody listens. */
    public static boolean only(String text) {
        String said = text.strip();
        if (said.isEmpty()) {
            return false;
        }
        if (PHRASES.contains(said)) {
            return true;
        }
        String[] words = said.split("\\s+");
        if (words.length > 4) {
            return false;
        }
        int at = 0;
        while (at < words.length) {
            if (at + 1 < words.length && PHRASES.contains(words[at] + " " + words[at + 1])) {
                at += 2;
            } else if (at + 2 < words.length
                    && PHRASES.contains(words[at] + " " + words[at + 1] + " " + words[at + 2])) {
                at += 3;
            } else if (SINGLES.contains(words[at])) {
                at++;
            } else {
                return false;
            }
        }
        return true;
    }

    /** Whether these words may still become a backchannel: "that's" on the way to "that's right". */
    public static boolean beginning(String text) {
        String said = text.strip();
        return only(said) || ENDINGS.contains(said) || PHRASES.stream().anyMatch(p -> p.startsWith(said + " "));
    }

    /** Whether these words demand silence. */
    public static boolean halting(String text) {
        String[] words = text.strip().split("\\s+");
        for (int i = 0; i < words.length; i++) {
            if (HALTING.contains(words[i])
                    || (i + 1 < words.length && HALTING_PAIRS.contains(words[i] + " " + words[i + 1]))) {
                return !only(text);
            }
        }
        return false;
    }
}
