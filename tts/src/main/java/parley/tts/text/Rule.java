package parley.tts.text;

import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One way of writing and how it is read.
 *
 * @param pattern tried where a word may begin; the match must end where one may end
 * @param reading the words, with spaces and perhaps commas between them; null when this rule does not apply after all
 */
record Rule(Pattern pattern, Function<MatchResult, @Nullable String> reading) {
    static Rule of(String regex, Function<MatchResult, @Nullable String> reading) {
        return new Rule(Pattern.compile(regex), reading);
    }

    static Rule ignoringCase(String regex, Function<MatchResult, @Nullable String> reading) {
        return new Rule(Pattern.compile(regex, Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE), reading);
    }

    /** A group that may be absent. */
    static String group(MatchResult match, int number) {
        String text = match.group(number);
        return text == null ? "" : text;
    }
}
