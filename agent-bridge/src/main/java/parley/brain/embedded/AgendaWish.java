package parley.brain.embedded;

import java.util.Optional;
import java.util.regex.Pattern;

/** What people want of the agenda: on to the next item, or an end of the meeting. */
enum AgendaWish {
    NEXT,
    CLOSE;

    private static final Pattern MEETING_ENDS =
            phrase("(?:close|end|finish|leave) (?:the|this|our|a) (?:meeting|call|session)"
                    + "|that(?:'s| is|'ll be) (?:it|all) for today");
    private static final Pattern ITEM_ENDS = phrase("next (?:item|point|topic|one)|move on|go on with the agenda"
            + "|let's continue with the agenda|we(?:'re| are) done (?:here|with (?:this|that|it))");
    private static final Pattern ENOUGH =
            phrase("wrap (?:it |this |things )?up|let(?:'s| us) (?:finish|close)|we(?:'re| are) finished");
    /** As one proposes something to a group, and not as one tells a story in which somebody moved on. */
    private static final Pattern PROPOSED = Pattern.compile(
            "(?:[\\p{L}']+,? ){0,3}?(?:let's|let us|shall we|should we|can we|could we|can you|could you|please|we can|we should"
                    + "|we(?:'re| are) (?:done|finished)|that(?:'s| is) (?:it|all))\\b.*",
            Pattern.CASE_INSENSITIVE);

    private static Pattern phrase(String words) {
        return Pattern.compile(".*\\b(?:" + words + ")\\b.*", Pattern.CASE_INSENSITIVE);
    }

    /** What is wished of the agent. */
    static Optional<AgendaWish> in(String text) {
        if (MEETING_ENDS.matcher(text).matches()) {
            return Optional.of(CLOSE);
        } else if (ITEM_ENDS.matcher(text).matches()) {
            return Optional.of(NEXT);
        }
        return ENOUGH.matcher(text).matches() ? Optional.of(CLOSE) : Optional.empty();
    }

    /** What is proposed to everybody. */
    static Optional<AgendaWish> ofTheGroup(String text) {
        return PROPOSED.matcher(text.strip()).matches() ? in(text) : Optional.empty();
    }
}
