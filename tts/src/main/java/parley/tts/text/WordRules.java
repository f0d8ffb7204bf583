package parley.tts.text;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Words, abbreviations, acronyms, and what single characters are called. */
final class WordRules {
    private static final Map<String, String> CAPITALS = capitals();

    /** Read as abbreviations only where what follows shows that they are: "in the Sun." is no Sunday. */
    private static final Set<String> AMBIGUOUS = Set.of(
            "Sun.", "Sat.", "Mon.", "Wed.", "Mar.", "Jan.", "Jun.", "No.", "Ed.", "Co.", "Sec.", "min.", "max.", "al.",
            "v.", "est.");

    private static final Pattern ABBREVIATION =
            Pattern.compile("et al\\.|[A-Za-z&](?:[A-Za-z]|\\.(?=[A-Za-z])){0,20}+\\.?");
    private static final Pattern SHOUT = Pattern.compile("\\p{Lu}{3,}");
    private static final int LONGEST_SPELLED = 4;

    private WordRules() {}

    private static Map<String, String> capitals() {
        Map<String, String> capitals = new HashMap<>();
        for (String[] row : Abbreviations.Table.read("capitals.tsv", 2)) {
            capitals.put(row[0], row[1]);
        }
        return Map.copyOf(capitals);
    }

    static List<Rule> rules() {
        return List.of(
                Rule.of(
                        "(?:w/o|b/c|w/)(?=\\s)",
                        m -> Abbreviations.spoken(m.group()).orElse(null)),
                Rule.of("(?:\\p{Lu}\\.){2,12}", m -> SayAs.spelled(m.group().replace(".", ""))),
                Rule.of("(\\p{Lu})\\.(?=\\s\\p{Lu}\\p{Ll})", m -> m.group(1)),
                Rule.of("[Cc]\\+\\+", m -> "C plus plus"),
                Rule.of("[CF]#", m -> m.group().charAt(0) + " sharp"),
                Rule.of("\\.NET", m -> "dot net"),
                Rule.of("I/O", m -> "I O"),
                Rule.of("[Ww]i-?[Ff]i", m -> "why fie"),
                Rule.of(
                        "(\\p{Lu}{1,3})&(\\p{Lu}{1,3})",
                        m -> SayAs.spelled(m.group(1)) + " and " + SayAs.spelled(m.group(2))),
                Rule.of(
                        "(\\d+)-(year|month|week|day|hour|minute|second|page|point|step|person|bit|inch|foot|mile|man|fold|star)(?!\\w)",
                        m -> EnglishNumbers.cardinal(m.group(1)) + " " + m.group(2)));
    }

    /** An abbreviation and what it is read as. */
    record Abbreviated(int end, String reading) {}

    /** The abbreviation that begins here, if one does and is meant as one. */
    static Optional<Abbreviated> abbreviation(String text, int at) {
        Matcher matcher = ABBREVIATION.matcher(text).region(at, text.length());
        if (!matcher.lookingAt()
                || (matcher.end() < text.length() && Character.isLetterOrDigit(text.charAt(matcher.end())))) {
            return Optional.empty();
        }
        String written = matcher.group();
        int end = matcher.end();
        return Abbreviations.spoken(written)
                .filter(spoken -> fits(written, text, end))
                .map(spoken -> new Abbreviated(end, streetOr(spoken, text, at, end)));
    }

    /** Whether an ambiguous abbreviation is meant as one, by what follows it. */
    private static boolean fits(String written, String text, int end) {
        int next = end;
        while (next < text.length() && Character.isWhitespace(text.charAt(next))) {
            next++;
        }
        char follows = next < text.length() ? text.charAt(next) : '.';
        return switch (written) {
            case "No.", "Ed.", "Sec.", "v." -> Character.isDigit(follows);
            case "Co." -> !Character.isLowerCase(follows);
            default ->
                !AMBIGUOUS.contains(written)
                        || Character.isDigit(follows)
                        || Character.isLowerCase(follows)
                        || follows == ',';
        };
    }

    /** "Dr. Smith" but "Elm Dr."; "St. Paul" but "Main St.". */
    private static String streetOr(String title, String text, int start, int end) {
        boolean nameFollows = end + 1 < text.length() && Character.isUpperCase(text.charAt(end + 1));
        boolean nameBefore = start > 1 && Character.isLetterOrDigit(text.charAt(start - 2));
        if (nameFollows || !nameBefore) {
            return title;
        }
        return switch (title) {
            case "saint" -> "street";
            case "doctor" -> "drive";
            default -> title;
        };
    }

    static boolean mayBegin(String text, int at) {
        if (at == 0) {
            return true;
        }
        char before = text.charAt(at - 1);
        char c = text.charAt(at);
        boolean sign = c == '-' || c == '+' || c == '\u2212' || c == '\'' || c == '.' || c == '@';
        return !Character.isLetterOrDigit(before)
                && !(sign && before == ')')
                && !(Character.isDigit(c) && before == '.' && at > 1 && Character.isDigit(text.charAt(at - 2)));
    }

    static boolean mayEnd(String text, int end) {
        if (end == text.length()) {
            return true;
        }
        char last = text.charAt(end - 1);
        char next = text.charAt(end);
        if (Character.isLetterOrDigit(next)) {
            return !Character.isLetterOrDigit(last) && last != '.' && last != '$';
        }
        boolean numberGoesOn = Character.isDigit(last)
                && (next == '.' || next == ',')
                && end + 1 < text.length()
                && Character.isDigit(text.charAt(end + 1));
        return !numberGoesOn;
    }

    /** Where the word that begins here ends; the same place when none begins. */
    static int wordEnd(String text, int at, boolean english) {
        int end = at;
        while (end < text.length()) {
            int c = text.codePointAt(end);
            int next = end + Character.charCount(c);
            boolean inner = end > at
                    && next < text.length()
                    && (c == '\'' || c == '\u2019' || (!english && (c == '-' || c == '.' || c == ',')))
                    && Character.isLetterOrDigit(text.codePointAt(next));
            if (!(Character.isLetterOrDigit(c) || isMark(c) || inner || (end > at && c == Markup.NOTHING))) {
                break;
            }
            end = next;
        }
        return end;
    }

    private static boolean isMark(int c) {
        int type = Character.getType(c);
        return type == Character.NON_SPACING_MARK || type == Character.COMBINING_SPACING_MARK;
    }

    /** More than a word or two in capitals only: somebody shouts, these are no acronyms. */
    static boolean isShouting(String text) {
        long words = SHOUT.matcher(text).results().count();
        return words >= 3 && text.chars().noneMatch(Character::isLowerCase);
    }

    static String reading(String word, boolean shouting) {
        boolean digits = word.chars().anyMatch(Character::isDigit);
        boolean letters = word.chars().anyMatch(Character::isLetter);
        if (digits) {
            return letters ? mixed(word) : EnglishNumbers.digits(word);
        }
        String stem = word.endsWith("s") && word.length() > 2 ? word.substring(0, word.length() - 1) : word;
        if (isCapitals(stem) && stem.length() < word.length() && !shouting) {
            return plural(acronym(stem));
        }
        if (isCapitals(word)) {
            return shouting ? CAPITALS.getOrDefault(word, word.toLowerCase(Locale.ROOT)) : acronym(word);
        }
        String possessive = word.replaceFirst("['\u2019]s$", "");
        if (possessive.length() < word.length() && isCapitals(possessive)) {
            return plural(acronym(possessive));
        }
        return CAPITALS.containsKey(word) ? CAPITALS.get(word) : humpsApart(word);
    }

    private static String plural(String words) {
        return words.matches(".*\\b\\p{Lu}") ? words + "'s" : words + "s";
    }

    private static boolean isCapitals(String word) {
        return word.length() > 1 && word.chars().allMatch(Character::isUpperCase);
    }

    private static String acronym(String word) {
        String known = CAPITALS.get(word);
        if (known != null) {
            return known;
        }
        boolean vowel = word.chars().anyMatch(c -> "AEIOUY".indexOf(c) >= 0);
        return vowel && word.length() > LONGEST_SPELLED ? word.toLowerCase(Locale.ROOT) : SayAs.spelled(word);
    }

    /** "WebSocket" is two words, "H200" a letter and a number. */
    private static String mixed(String word) {
        List<String> parts = new ArrayList<>();
        for (String run : asciiDigits(word).split("(?<=\\d)(?=\\D)|(?<=\\D)(?=\\d)")) {
            if (Character.isDigit(run.charAt(0))) {
                parts.add(shortNumber(run));
            } else {
                parts.add(isCapitals(run) || run.length() == 1 ? SayAs.spelled(run) : humpsApart(run));
            }
        }
        return String.join(" ", parts);
    }

    /** Digits of other scripts are digits too. */
    private static String asciiDigits(String word) {
        StringBuilder plain = new StringBuilder(word.length());
        word.codePoints().forEach(c -> {
            if (Character.isDigit(c)) {
                plain.append(Character.digit(c, 10));
            } else {
                plain.appendCodePoint(c);
            }
        });
        return plain.toString();
    }

    private static String shortNumber(String digits) {
        if (digits.startsWith("0") || digits.length() > 4) {
            return EnglishNumbers.digits(digits);
        }
        if (digits.length() < 3 || digits.endsWith("00")) {
            return EnglishNumbers.cardinal(digits);
        }
        int split = digits.length() - 2;
        String rest = digits.substring(split);
        return EnglishNumbers.cardinal(digits.substring(0, split)) + " " + (rest.startsWith("0") ? "oh " : "")
                + EnglishNumbers.cardinal(rest);
    }

    private static String humpsApart(String word) {
        return word.replaceAll("(?<=\\p{Ll})(?=\\p{Lu})", " ")
                .replaceAll("(?<=\\p{Lu})(?=\\p{Lu}\\p{Ll})", " ")
                .trim();
    }

    static String characterName(int c) {
        if (Character.isDigit(c)) {
            return EnglishNumbers.digits(Character.toString(c));
        }
        if (Character.isLetter(c)) {
            return Character.toString(Character.toUpperCase(c));
        }
        return switch (c) {
            case '.' -> "dot";
            case '-' -> "dash";
            case '_' -> "underscore";
            case '@' -> "at";
            case '/' -> "slash";
            case '\\' -> "backslash";
            case '+' -> "plus";
            case '#' -> "hash";
            case '&' -> "and";
            case '*' -> "star";
            case ':' -> "colon";
            case ',' -> "comma";
            case '!' -> "exclamation mark";
            case '?' -> "question mark";
            case '=' -> "equals";
            case '%' -> "percent";
            case '$' -> "dollar";
            default -> "";
        };
    }

    /** What a symbol that stands by itself is called; nothing for those that are not spoken. */
    static String symbol(String text, int at) {
        char before = at > 0 ? text.charAt(at - 1) : ' ';
        char after = at + 1 < text.length() ? text.charAt(at + 1) : ' ';
        boolean apart = Character.isWhitespace(before) && Character.isWhitespace(after);
        boolean quantity = Character.isDigit(after) || apart;
        return switch (text.charAt(at)) {
            case '&' -> "and";
            case '@' -> "at";
            case '%' -> "percent";
            case '+' -> apart || Character.isLetterOrDigit(before) ? "plus" : "";
            case '=' -> "equals";
            case '*' -> apart ? "times" : "";
            case '/' -> apart ? "divided by" : "";
            case '~' -> Character.isDigit(after) || after == '$' ? "about" : "";
            case '<' -> quantity ? "less than" : "";
            case '>' -> before == '-' ? "to" : quantity ? "greater than" : "";
            case '\u2264' -> "at most";
            case '\u2265' -> "at least";
            case '\u2248' -> "about";
            case '\u2260' -> "is not";
            case '\u00b1' -> "plus or minus";
            case '\u00d7' -> "times";
            case '\u00f7' -> "divided by";
            case '\u2192' -> "to";
            case '\u2212' -> "minus";
            case '\u00b0' -> "degrees";
            case '\u00a7' -> "section";
            case '\u221e' -> "infinity";
            case '\u221a' -> "square root of";
            case '\u20ac' -> "euro";
            case '$' -> "dollar";
            case '\u00a3' -> "pound";
            default -> "";
        };
    }

    /** The pause or tone that a character stands for; nothing for most. */
    static String punctuation(String text, int at) {
        char before = at > 0 ? text.charAt(at - 1) : ' ';
        char after = at + 1 < text.length() ? text.charAt(at + 1) : ' ';
        return switch (text.charAt(at)) {
            case '.', '\u2026', '\u3002' -> Character.isLetterOrDigit(after) ? "" : ".";
            case ',', '\u060c', '\u3001', '\uff0c', '\u2014', '(', ')' -> ",";
            case ';', '\u061b' -> ";";
            case ':' -> Character.isWhitespace(after) || at + 1 == text.length() ? ":" : "";
            case '?', '\u061f', '\uff1f' -> "?";
            case '!', '\uff01' -> "!";
            case '-', '\u2013' -> Character.isWhitespace(before) && Character.isWhitespace(after) ? "," : "";
            default -> "";
        };
    }

    /** Of two marks at one place the heavier one shapes the voice. */
    static int weight(String mark) {
        return mark.isEmpty() ? 0 : ",;:.!?".indexOf(mark) + 1;
    }
}
