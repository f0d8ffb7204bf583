package parley.turns.floor;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import parley.turns.end.QuestionShape;

/**
 * Whom words are addressed to, when several people listen. Names decide where there are any: called out ("parley can you"),
 * or only talked about ("parley said"). Without a name the course of the conversation decides.
 */
final class AddressDetector {
    /** Below this likeness nothing is taken for the name, and below the second only where somebody is clearly called. */
    private static final double LEAST = 0.7;

    /** At the end of a sentence any word may stand; at its beginning only few are followed by a question. */
    private static final double LEAST_LAST = 0.78;

    private static final double PLAIN = 0.86;

    private static final Set<String> GREETING =
            Set.of("hey", "hi", "hello", "okay", "ok", "thanks", "dear", "morning", "yo");
    private static final Set<String> FILLER = Set.of(
            "so",
            "and",
            "um",
            "uh",
            "well",
            "but",
            "now",
            "right",
            "alright",
            "yeah",
            "yes",
            "no",
            "sorry",
            "please",
            "oh",
            "then",
            "maybe",
            "actually",
            "also",
            "good",
            "great",
            "sure",
            "er",
            "anyway",
            "perfect",
            "cool",
            "hm",
            "hmm");
    private static final Set<String> ASKED_TO = Set.of(
            "tell",
            "show",
            "send",
            "give",
            "check",
            "read",
            "schedule",
            "add",
            "write",
            "remind",
            "summarize",
            "summarise",
            "take",
            "please",
            "let",
            "make",
            "find",
            "explain",
            "call",
            "mute",
            "open",
            "start",
            "stop",
            "repeat",
            "note",
            "put",
            "go",
            "list",
            "look",
            "share",
            "help",
            "say",
            "answer",
            "wait",
            "hold",
            "pause",
            "continue",
            "remember",
            "set",
            "create",
            "book",
            "update",
            "move",
            "bring",
            "walk",
            "draft",
            "describe",
            "recap",
            "record",
            "turn",
            "close",
            "keep",
            "ask",
            "correct",
            "over",
            "your",
            "you",
            "you're",
            "any",
            "anything",
            "quick",
            "one",
            "remove",
            "cancel",
            "i",
            "i'd",
            "we",
            "we're",
            "we'd",
            "come",
            "try",
            "skip",
            "pull",
            "translate",
            "compare",
            "count",
            "search");
    private static final Set<String> INVERTED = Set.of(
            "can", "could", "would", "will", "do", "did", "does", "have", "has", "are", "is", "was", "were", "should",
            "shall", "am", "may", "might");
    private static final Set<String> SUBJECTS = Set.of(
            "you",
            "we",
            "i",
            "it",
            "he",
            "she",
            "they",
            "there",
            "this",
            "that",
            "the",
            "these",
            "those",
            "our",
            "my",
            "your",
            "anybody",
            "anyone",
            "someone",
            "everything",
            "anything");
    private static final Set<String> WH = Set.of(
            "what", "what's", "when", "when's", "where", "where's", "who", "who's", "why", "how", "how's", "which",
            "whose");
    /** With these anybody may answer a question that was put to somebody else. */
    private static final Set<String> ANSWERING = Set.of(
            "yes", "yeah", "yep", "yup", "no", "nope", "nah", "sure", "okay", "ok", "please", "right", "correct",
            "exactly", "neither", "both");

    /** Behind these a name is talked about. */
    private static final Set<String> ABOUT = Set.of(
            "with", "to", "for", "by", "of", "from", "and", "about", "ask", "asked", "tell", "told", "called", "named",
            "like", "than", "at", "the", "a", "my", "our", "your", "his", "her", "via", "use", "using", "or", "without",
            "because", "if", "invite", "invited", "when", "whether", "saw", "gave", "give", "before", "after", "had",
            "have", "made", "thank", "does", "did", "can", "will", "until", "since", "as", "maybe", "how", "where",
            "why", "what", "who");

    /**
     * @param toAgent how likely the agent is spoken to
     * @param named whether its name was heard
     * @param open whether everybody and nobody was asked
     * @param reason in words
     */
    record Address(double toAgent, boolean named, boolean open, String reason) {}

    /** What {@link #judge} needs to know about the meeting. */
    record Course(
            int people,
            boolean agentSpokeLast,
            boolean agentAsked,
            boolean askedThisSpeaker,
            double secondsSinceAgent,
            boolean otherAgents) {}

    private final NameMatcher own;

    AddressDetector(NameMatcher own) {
        this.own = own;
    }

    Address judge(String text, Course course, List<NameMatcher> others) {
        List<String> words = List.of(text.toLowerCase(Locale.ROOT).strip().split("\\s+"));
        double called = 0;
        double mentioned = 0;
        for (NameMatcher.Match m : own.find(words, LEAST)) {
            double vocative = vocative(words, m);
            boolean plain = m.likeness() >= PLAIN;
            boolean last = m.to() == words.size();
            if (vocative >= 0.5 && (plain || (vocative >= 0.8 && m.likeness() >= (last ? LEAST_LAST : LEAST)))) {
                called = Math.max(called, vocative * Math.min(1, m.likeness() + 0.12));
            } else if (plain) {
                mentioned = Math.max(mentioned, m.likeness());
            }
        }
        double another = 0;
        for (NameMatcher other : others) {
            for (NameMatcher.Match m : other.find(words, 0.9)) {
                another = Math.max(another, vocative(words, m) * m.likeness());
            }
        }
        boolean asks = QuestionShape.asks(text);
        if (called >= 0.5 && called >= another - 0.35) {
            return new Address(called, true, false, "was called by name");
        }
        if (another >= 0.5) {
            return new Address(0.03, false, false, "somebody else was called by name");
        }
        if (mentioned > 0) {
            return new Address(asks ? 0.25 : 0.15, true, false, "was talked about, not to");
        }
        if (course.people() <= 1 && !course.otherAgents()) {
            return new Address(0.97, false, false, "nobody else is here");
        }
        return withoutName(words, asks, course);
    }

    /** Nobody was named: an answer to the agent, a follow-up, a question to the room, or talk among the others. */
    private static Address withoutName(List<String> words, boolean asks, Course course) {
        boolean soon = course.secondsSinceAgent() < 7;
        if (course.agentSpokeLast()
                && course.agentAsked()
                && soon
                && (course.askedThisSpeaker() || ANSWERING.contains(words.getFirst()))) {
            return new Address(course.askedThisSpeaker() ? 0.85 : 0.6, false, false, "answers the agent's question");
        }
        boolean secondPerson = words.stream().anyMatch(w -> w.equals("you") || w.equals("your"));
        boolean followUp = WH.contains(words.getFirst())
                || (words.size() > 1 && FILLER.contains(words.getFirst()) && WH.contains(words.get(1)));
        if (course.agentSpokeLast() && soon && asks && course.askedThisSpeaker() && (secondPerson || followUp)) {
            return new Address(0.75, false, false, "follows up on what the agent said");
        }
        boolean toRoom = asks
                && words.stream()
                        .anyMatch(w -> w.equals("anyone")
                                || w.equals("anybody")
                                || w.equals("somebody")
                                || w.equals("everybody")
                                || w.equals("everyone")
                                || w.equals("someone"));
        if (toRoom) {
            return new Address(0.3, false, true, "asks everybody");
        }
        if (asks && !secondPerson) {
            return new Address(0.2, false, true, "a question to nobody in particular");
        }
        return new Address(
                asks ? 0.12 : 0.05,
                false,
                false,
                asks ? "a question to somebody else" : "people talk among themselves");
    }

    /** How likely the name at this place calls somebody, rather than speaking about them. */
    static double vocative(List<String> words, NameMatcher.Match m) {
        String before = m.from() > 0 ? words.get(m.from() - 1) : "";
        boolean lastWord = m.to() == words.size();
        boolean opens = words.subList(0, m.from()).stream().allMatch(w -> FILLER.contains(w) || GREETING.contains(w));
        boolean greeted = m.from() > 0 && GREETING.contains(before);
        boolean possessive = words.get(m.to() - 1).endsWith("'s") && m.likeness() >= 0.99;
        if (possessive && !(m.to() < words.size() && Set.of("the", "your").contains(words.get(m.to())))) {
            return 0.05;
        }
        if (lastWord) {
            if (words.size() == m.to() - m.from()) {
                return 0.9;
            }
            if (greeted) {
                return 0.9;
            }
            return ABOUT.contains(before) ? (before.equals("thank") ? 0.5 : 0.08) : 0.87;
        }
        double calls = callsWith(words.subList(m.to(), words.size()));
        if (greeted) {
            return Math.max(calls, 0.9);
        }
        if (opens) {
            return calls;
        }
        // In the middle of a sentence "has the" or "is the" goes on about somebody.
        return ABOUT.contains(before) ? Math.min(calls, 0.15) : calls <= 0.7 ? 0.2 : calls * 0.92;
    }

    /** Whether what follows the name is said to its bearer. */
    private static double callsWith(List<String> rest) {
        if (rest.getFirst().equals("please") && rest.size() > 1) {
            return 0.95;
        }
        List<String> after = new ArrayList<>(rest);
        while (after.size() > 1
                && FILLER.contains(after.getFirst())
                && !after.getFirst().equals("and")) {
            after.removeFirst();
        }
        String first = after.getFirst();
        String second = after.size() > 1 ? after.get(1) : "";
        if (first.equals("is")
                && after.size() > 2
                && Set.of("right", "correct", "true", "so").contains(after.get(2))) {
            return 0.95;
        }
        if (INVERTED.contains(first)) {
            if (second.equals("you")) {
                return 0.97;
            }
            boolean article = Set.of("the", "this", "that", "our", "my").contains(second);
            return SUBJECTS.contains(second)
                    ? (article && Set.of("is", "was", "has", "have").contains(first) ? 0.6 : 0.9)
                    : 0.1;
        }
        if (WH.contains(first)) {
            return 0.95;
        }
        if (ASKED_TO.contains(first)) {
            return 0.92;
        }
        if (first.equals("and") || first.equals("or")) {
            return 0.1;
        }
        if (SUBJECTS.contains(first) || FILLER.contains(first)) {
            return 0.7;
        }
        return 0.12;
    }
}
