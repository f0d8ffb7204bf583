package parley.brain.embedded;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import parley.agent.v1.Note;

/** Hears by rules what belongs in the minutes: who will do what, what was decided, what nobody knew. */
public final class MinutesEar {
    private static final int CASELESS = Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE;
    private static final Pattern DUE = Pattern.compile(
            "\\b((?:by|before|until|on|due)\\s+)?((?:the\\s+)?(?:end of (?:the )?(?:day|week|month|quarter|year)|"
                    + "(?:next |this )?(?:monday|tuesday|wednesday|thursday|friday|saturday|sunday)|tomorrow"
                    + "(?: morning| evening| afternoon)?|tonight|today|next (?:week|month)|noon|"
                    + "(?:january|february|march|april|may|june|july|august|september|october|november|december)"
                    + " \\d{1,2}(?:st|nd|rd|th)?))\\b",
            CASELESS);
    private static final Pattern EXPLICIT_ITEM = Pattern.compile(
            "\\b(?:action item|to ?-?do)(?: for ([\\p{L}]+))?\\s*[:,\\-]?\\s+(?:is )?(.{4,})", CASELESS);
    private static final Pattern I_WILL = Pattern.compile(
            "\\b(?:i'll|i will|i'm going to|i am going to|i can|let me)\\s+(?:also |then |just )?([\\p{L}'-]+)\\b(.*)",
            CASELESS);
    private static final Pattern SOMEBODY_SHOULD = Pattern.compile(
            "\\b(?:we need to|we have to|we must|we should|somebody should|someone should|somebody has to)\\s+(.{4,})",
            CASELESS);
    private static final Pattern DECISION = Pattern.compile(
            "\\b(?:decision\\s*[:,]\\s*(?<a>.{4,})|we(?:'ve| have)? (?:decided|agreed)(?: (?:to|that|on))?\\s+(?<b>.{4,})"
                    + "|(?:let's|we(?:'ll| will|'re going to| are going to)|we're going) (?:go )?with\\s+(?<c>.{3,})"
                    + "|it(?:'s| is) (?:decided|settled|agreed)(?: that)?\\s+(?<d>.{4,}))",
            CASELESS);
    private static final Pattern OPEN = Pattern.compile(
            "\\b(?:open question\\s*[:,]?\\s*(?:is )?(?<a>.{4,})|we (?:still )?(?:don't|do not) know\\s+(?<b>.{4,})"
                    + "|(?:it's|it is) (?:still )?(?:unclear|open)\\s+(?<c>(?:who|what|when|where|why|how|if|whether).{4,})"
                    + "|we (?:still )?(?:need|have) to find out\\s+(?<d>.{4,}))",
            CASELESS);
    private static final Pattern UNSURE = Pattern.compile(
            "^(?:hm+,? |well,? |um,? )?(?:i don't know|i do not know|no idea|not sure|i'm not sure|good question|"
                    + "nobody knows|we'll have to see|let's take (?:that|it) offline|i have no idea)\\b",
            CASELESS);
    /** What people say they will do without meaning an action item. */
    private static final List<String> NO_DEED = List.of(
            "be",
            "say",
            "think",
            "see",
            "wait",
            "hear",
            "have",
            "guess",
            "tell",
            "admit",
            "agree",
            "know",
            "just",
            "stop",
            "start",
            "try",
            "go",
            "only",
            "not",
            "never",
            "add",
            "finish",
            "interrupt",
            "imagine",
            "understand",
            "help",
            "answer",
            "repeat",
            "explain",
            "show",
            "let");

    private final List<String> names;
    private @Nullable String question;
    private String asker = "";

    /** @param names the first names of those who may own something */
    public MinutesEar(List<String> names) {
        this.names = List.copyOf(names);
    }

    /** What a sentence means for the minutes. */
    public Optional<Note> hear(String speaker, String utterance) {
        String text = utterance.strip().replace('\u2019', '\'');
        Optional<Note> note = decision(text).or(() -> openQuestion(speaker, text));
        if (note.isEmpty()) {
            note = actionItem(speaker, text);
        }
        if (isQuestion(text)) {
            question = text;
            asker = speaker;
        } else {
            question = null;
        }
        return note;
    }

    private Optional<Note> decision(String text) {
        Matcher matcher = DECISION.matcher(text);
        if (isQuestion(text) || !matcher.find()) {
            return Optional.empty();
        }
        String with = matcher.group("c");
        String what = with != null ? "go with " + with : first(matcher, "a", "b", "d");
        return Optional.of(note(Note.Kind.KIND_DECISION, sentence(what)));
    }

    private Optional<Note> openQuestion(String speaker, String text) {
        Matcher matcher = OPEN.matcher(text);
        if (matcher.find()) {
            return Optional.of(note(Note.Kind.KIND_OPEN_QUESTION, sentence(first(matcher, "a", "b", "c", "d"))));
        }
        String asked = question;
        if (asked != null && !speaker.equals(asker) && UNSURE.matcher(text).find()) {
            return Optional.of(note(Note.Kind.KIND_OPEN_QUESTION, asked));
        }
        return Optional.empty();
    }

    private Optional<Note> actionItem(String speaker, String text) {
        Matcher explicit = EXPLICIT_ITEM.matcher(text);
        if (explicit.find()) {
            String owner = explicit.group(1);
            return Optional.of(item(owner == null ? "" : capitalized(owner), explicit.group(2)));
        }
        Optional<Note> named = forSomebodyNamed(text);
        if (named.isPresent()) {
            return named;
        }
        Matcher mine = I_WILL.matcher(text);
        if (!isQuestion(text) && mine.find()) {
            String deed = mine.group(1).toLowerCase(Locale.ROOT);
            boolean offer = mine.group(0).toLowerCase(Locale.ROOT).matches("(?:i can|let me)\\b.*");
            boolean dated = DUE.matcher(text).find();
            boolean meant = mine.group(2).strip().split("\\s+").length >= 2 && (dated || !NO_DEED.contains(deed));
            // "I'll do that" takes what was said before, and names nothing.
            boolean ofItsOwn = !(deed + mine.group(2)).matches("(?i)(?:do|take|handle) (?:it|that|this)\\b.*");
            if (meant && ofItsOwn && (dated || !offer)) {
                return Optional.of(item(speaker, deed + mine.group(2)));
            }
        }
        Matcher somebody = SOMEBODY_SHOULD.matcher(text);
        if (!isQuestion(text) && somebody.find() && DUE.matcher(text).find()) {
            return Optional.of(item("", somebody.group(1)));
        }
        return Optional.empty();
    }

    private Optional<Note> forSomebodyNamed(String text) {
        for (String name : names) {
            String who = Pattern.quote(name);
            Matcher asked = Pattern.compile(
                            "\\b" + who + ",?\\s+(?:can|could|would|will) you (?:please )?(.{4,})", CASELESS)
                    .matcher(text);
            if (asked.find()) {
                return Optional.of(item(name, asked.group(1)));
            }
            Matcher told = Pattern.compile(
                            "\\b" + who + "\\s+(?:will|is going to|has to|needs to|should|takes care of)\\s+(.{4,})",
                            CASELESS)
                    .matcher(text);
            if (told.find() && !isQuestion(text)) {
                return Optional.of(item(name, told.group(1)));
            }
        }
        return Optional.empty();
    }

    private static Note item(String owner, String what) {
        Matcher due = DUE.matcher(what);
        String when = "";
        String deed = what;
        if (due.find()) {
            when = due.group().strip();
            deed = what.substring(0, due.start()) + what.substring(due.end());
        }
        return note(Note.Kind.KIND_ACTION_ITEM, sentence(deed)).toBuilder()
                .setOwner(owner)
                .setDue(when)
                .build();
    }

    private static Note note(Note.Kind kind, String text) {
        return Note.newBuilder().setKind(kind).setText(text).build();
    }

    private static String first(Matcher matcher, String... groups) {
        for (String group : groups) {
            String text = matcher.group(group);
            if (text != null) {
                return text;
            }
        }
        return matcher.group();
    }

    static boolean isQuestion(String text) {
        return text.endsWith("?")
                || text.toLowerCase(Locale.ROOT)
                        .matches("(?:who|what|when|where|why|how|which|does|do|is|are|can|could|should|will)\\b.*");
    }

    private static String sentence(String text) {
        String trimmed = text.strip()
                .replaceAll("(?i)^(?:(?:to|that|also|then|please)\\s+)+", "")
                .replaceAll("(?i)[,\\s]+(?:please|okay|ok|right|then)\\b", "")
                .replaceAll("\\s+", " ")
                .replaceAll("[\\s.,;!?]+$", "");
        return capitalized(trimmed);
    }

    static String capitalized(String text) {
        return text.isEmpty() ? text : Character.toUpperCase(text.charAt(0)) + text.substring(1);
    }
}
