package parley.archive.minutes;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Recognizes promises, requests, decisions and questions in speech as recognizers write it: lower case, no punctuation. */
final class SpeechActs {
    /** Who does something, and by when. */
    record Action(String owner, String due) {}

    private static final Pattern PROMISE = Pattern.compile(
            "\\b(?:i will|i'll|i am going to|i'm going to|i can take|i take|let me take|leave (?:it|that) to me)\\s+(?!be (?:right )?back|see\\b|say\\b|tell you\\b)(\\w+)");
    private static final Pattern OTHERS_PROMISE = Pattern.compile(
            "\\b([a-z][a-z'-]+) (?:will|is going to|takes care of|should|needs to|has to) (?!be fine|be ok)(\\w+)");
    private static final Pattern REQUEST = Pattern.compile(
            "\\b(?:can|could|would|will) you (?:please )?(?!hear|see|repeat|tell|say|explain|help)(\\w+)");
    private static final Pattern NAMED_REQUEST = Pattern.compile(
            "^(?:and |so |ok |okay |then )?([a-z][a-z'-]+),? (?:can|could|would|will) you (?:please )?(?!hear|see|repeat|tell|say|explain)(\\w+)");
    private static final Pattern MARKED =
            Pattern.compile("\\b(?:action item|action point|to-do|todo|follow up|follow-up|next step)s?\\b");
    private static final Pattern DUTY =
            Pattern.compile("\\b(?:we|somebody|someone) (?:need|needs|have|has) to (?!talk|know|think|ask)(\\w+)");
    private static final Pattern DECISION = Pattern.compile(
            "\\b(?:we(?:'ve| have)? (?:decided|agreed)|it(?:'s| is) (?:decided|settled|agreed)|let(?:'s| us) go (?:with|for|ahead)|we(?:'ll| will) (?:go with|go for|use|stick with|move forward|ship|launch|postpone|cancel|keep)|the decision is|decision (?:is|was)|we are going (?:with|to go with)|final decision|so we agree|we settle on|we settled on)\\b");
    private static final Pattern QUESTION_START = Pattern.compile(
            "^(?:(?:and|so|but|ok|okay|well|then|now|um|uh) )*(?:who|what|when|where|why|how|which|whose|do|does|did|is|are|was|were|can|could|should|would|will|shall|has|have|any)\\b");
    private static final Pattern OPEN = Pattern.compile(
            "\\b(?:open question|still (?:open|unclear|need to (?:find out|clarify|figure out))|we don't know(?: yet)?|not (?:sure|clear) (?:yet|who|what|when|how|why|if|whether)|to be (?:decided|determined|clarified)|need to (?:find out|clarify|figure out))\\b");
    private static final Pattern NO_ANSWER = Pattern.compile(
            "\\b(?:i don't know|i do not know|not sure|no idea|let me check|i(?:'ll| will) (?:check|find out|look)|we(?:'ll| will) see|good question|come back to that|later)\\b");
    private static final Set<String> NO_DEED = Set.of(
            "will", "shall", "going", "would", "could", "have", "that", "this", "with", "them", "then", "also", "just",
            "yeah", "sure", "okay", "please", "course");
    private static final Pattern DUE = Pattern.compile(
            "\\b((?:by|before|until|on|due|this|next) )?((?:next |this )?(?:monday|tuesday|wednesday|thursday|friday|saturday|sunday)|tomorrow(?: morning| afternoon| evening)?|tonight|today|end of (?:the )?(?:day|week|month|quarter|year)|(?:next|this) (?:week|month|quarter|year)|(?:january|february|march|april|may|june|july|august|september|october|november|december)(?: (?:the )?[a-z0-9]+(?:st|nd|rd|th)?)?|noon|(?:in |within )(?:a|an|one|two|three|four|five|six|seven|eight|nine|ten|\\d+) (?:day|week|month|hour)s?)\\b");
    private static final List<String> NO_NAMES = List.of(
            "it",
            "that",
            "this",
            "he",
            "she",
            "they",
            "we",
            "you",
            "there",
            "what",
            "who",
            "which",
            "everyone",
            "everybody",
            "someone",
            "somebody",
            "one",
            "i",
            "and",
            "so",
            "then",
            "nobody",
            "people");

    private SpeechActs() {}

    static Optional<Action> action(String text, String speaker) {
        String plain = plain(text);
        if (asksInformation(plain)) {
            return Optional.empty();
        }
        String due = due(plain);
        Matcher named = NAMED_REQUEST.matcher(plain);
        if (named.find() && !NO_NAMES.contains(named.group(1))) {
            return Optional.of(new Action(capitalized(named.group(1)), due));
        }
        if (PROMISE.matcher(plain).find()) {
            return Optional.of(new Action(speaker, due));
        }
        if (REQUEST.matcher(plain).find()) {
            return Optional.of(new Action("", due));
        }
        Matcher other = OTHERS_PROMISE.matcher(plain);
        while (other.find()) {
            if (!NO_NAMES.contains(other.group(1)) && !due.isEmpty()) {
                return Optional.of(new Action(capitalized(other.group(1)), due));
            }
        }
        if (MARKED.matcher(plain).find() || (DUTY.matcher(plain).find() && !due.isEmpty())) {
            return Optional.of(new Action("", due));
        }
        return Optional.empty();
    }

    /** "Could you tell me ..." asks for words, not for work. */
    private static boolean asksInformation(String plain) {
        return plain.matches("^(?:what|when|where|why|how|which|who)\\b.*");
    }

    static boolean decision(String text) {
        return DECISION.matcher(plain(text)).find();
    }

    static boolean question(String text) {
        return text.strip().endsWith("?") || QUESTION_START.matcher(plain(text)).find();
    }

    static boolean declaredOpen(String text) {
        return OPEN.matcher(plain(text)).find();
    }

    static boolean leavesOpen(String answer) {
        return NO_ANSWER.matcher(plain(answer)).find();
    }

    static String due(String text) {
        Matcher found = DUE.matcher(plain(text));
        String best = "";
        while (found.find()) {
            // "by friday" tells more than a "today" in passing.
            if (best.isEmpty() || found.group(1) != null) {
                best = found.group(2);
            }
        }
        return best;
    }

    static String plain(String text) {
        return text.toLowerCase(Locale.ROOT)
                .replace('’', '\'')
                .replaceAll("[.!?;:]+", " ")
                .replaceAll("\\s+", " ")
                .strip();
    }

    /** What is to be done, without who says it, how, and by when. */
    static Set<String> deedWords(String text) {
        String deed = DUE.matcher(plain(text)).replaceAll(" ");
        return Arrays.stream(deed.split("[^\\p{L}\\p{N}']+"))
                .filter(word -> word.length() > 3 && !NO_DEED.contains(word))
                .collect(Collectors.toSet());
    }

    static String capitalized(String word) {
        return word.isEmpty() ? word : Character.toUpperCase(word.charAt(0)) + word.substring(1);
    }
}
