package parley.brain.conformance;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** What was seen that breaks a rule; the first sight of each counts. */
final class Findings {
    private final Map<Rule, String> broken = new EnumMap<>(Rule.class);
    private long firstTextMillis = -1;
    private boolean answers = true;

    void broke(Rule rule, String detail) {
        broken.putIfAbsent(rule, detail);
    }

    void check(boolean kept, Rule rule, String detail) {
        if (!kept) {
            broke(rule, detail);
        }
    }

    void firstText(long millis) {
        firstTextMillis = millis;
    }

    long firstTextMillis() {
        return firstTextMillis;
    }

    /** The brain does not answer at all: nothing else is blamed on the rules that only ask whether it still does. */
    void answersNothing() {
        answers = false;
    }

    boolean answersAtAll() {
        return answers;
    }

    List<Verdict> verdicts() {
        List<Verdict> verdicts = new ArrayList<>();
        for (Rule rule : Rule.values()) {
            String detail = broken.get(rule);
            verdicts.add(new Verdict(rule, detail == null, detail == null ? "" : detail));
        }
        return verdicts;
    }
}
