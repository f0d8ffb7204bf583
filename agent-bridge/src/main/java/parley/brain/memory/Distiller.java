package parley.brain.memory;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds by rules what is worth remembering in what somebody said of themselves. */
final class Distiller {
    private Distiller() {}

    /** A key, a text and how sure it is. */
    record Found(String key, String text, double confidence) {}

    private record Rule(Pattern pattern, String key, String text, double confidence) {}

    private static final String END = "(?<what>[^.,;!?]{2,80})";
    private static final List<Rule> RULES = List.of(
            rule(
                    "\\b(?:please )?call me (?<what>\\p{L}[\\p{L}'-]{1,30})\\b",
                    "form of address",
                    "wants to be called %s",
                    0.9),
            rule("\\bmy name is (?<what>\\p{L}[\\p{L}'-]{1,30})\\b", "name", "is called %s", 0.8),
            rule(
                    "\\bmy (?<key>role|title|job|team|company|budget|deadline|manager|time ?zone|email|office|phone|language) is "
                            + END,
                    "",
                    "%k is %s",
                    0.85),
            rule(
                    "\\bi(?:'m| am) (?:responsible for|in charge of) " + END,
                    "responsibility",
                    "is responsible for %s",
                    0.8),
            rule(
                    "\\bi(?:'m| am) (?:the|a|an) (?<what>[\\p{L} -]{3,40}?(?:engineer|manager|developer|designer|director|lead|officer|"
                            + "consultant|analyst|recruiter|teacher|student|founder|lawyer|nurse|doctor))\\b",
                    "role",
                    "is %s",
                    0.75),
            rule("\\bi work (?:for|at) " + END, "company", "works at %s", 0.8),
            rule("\\b(?:we|our team) (?:use|are using|run) " + END, "tools", "uses %s", 0.6),
            rule("\\bi (?:really )?(?:prefer|like|would rather have) " + END, "preference", "prefers %s", 0.7),
            rule("\\bi (?:don't|do not) (?:like|want) " + END, "dislike", "does not want %s", 0.7),
            rule("\\bi(?:'m| am) (?:based|living|located) in " + END, "place", "is based in %s", 0.8),
            rule("\\bi live in " + END, "place", "is based in %s", 0.8),
            rule("\\bi(?:'m| am) (?:away|on vacation|on holiday|out of office) " + END, "absence", "is away %s", 0.7));

    private static Rule rule(String regex, String key, String text, double confidence) {
        return new Rule(Pattern.compile(regex, Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE), key, text, confidence);
    }

    static Optional<Found> find(String utterance) {
        String text = utterance.replace('\u2019', '\'');
        if (text.endsWith("?") || Secrets.in(text)) {
            return Optional.empty();
        }
        for (Rule rule : RULES) {
            Matcher matcher = rule.pattern().matcher(text);
            if (matcher.find()) {
                String what = matcher.group("what").strip();
                String key = rule.key().isEmpty() ? matcher.group("key").toLowerCase(Locale.ROOT) : rule.key();
                String said = rule.text().replace("%k", key).replace("%s", what);
                // "I think my budget is" is less than "my budget is".
                double doubt = text.matches("(?i).*\\b(?:i think|maybe|perhaps|probably|i guess)\\b.*") ? 0.3 : 0;
                return Optional.of(new Found(key, said, rule.confidence() - doubt));
            }
        }
        return Optional.empty();
    }
}
