package parley.tts.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/** Plain sentences as an agent says them in a meeting, put together at random so that no cache has seen them. */
final class BenchSentences {
    private static final String[] OPENINGS = {
        "Sure", "Right", "Thank you", "Good question", "Okay", "Yes", "Let me see", "Well", "Of course", "I understand"
    };
    private static final String[] SUBJECTS = {
        "the team",
        "our customer",
        "the new manager",
        "the report",
        "this project",
        "the second meeting",
        "my colleague",
        "the budget",
        "the contract",
        "their office",
        "the whole company",
        "the next release"
    };
    private static final String[] VERBS = {
        "needs", "has seen", "will change", "may cover", "can explain", "should include", "did not expect", "wants"
    };
    private static final String[] OBJECTS = {
        "the numbers from last week", "a better plan for the summer", "more time before the review",
        "some help with the new system", "the list of open questions", "a short answer by tomorrow morning",
        "the price of the second order", "three people from the other group", "a clear picture of the market",
        "an early look at the results"
    };
    private static final String[] ENDINGS = {
        "so we can start on Monday", "because the old one is too slow", "and that is good news",
        "but nobody is sure about it yet", "before we send it to the client", "when everybody is back",
        "if you agree", "and I will write it down"
    };

    private BenchSentences() {}

    static String one(RandomGenerator random) {
        return pick(OPENINGS, random) + ", " + pick(SUBJECTS, random) + " " + pick(VERBS, random) + " "
                + pick(OBJECTS, random) + " " + pick(ENDINGS, random) + ".";
    }

    static List<String> several(int count, RandomGenerator random) {
        List<String> sentences = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            sentences.add(one(random));
        }
        return sentences;
    }

    private static String pick(String[] from, RandomGenerator random) {
        return from[random.nextInt(from.length)];
    }
}
