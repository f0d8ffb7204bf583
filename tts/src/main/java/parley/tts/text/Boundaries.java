package parley.tts.text;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Where a text may be cut, and how well each place bears it. */
final class Boundaries {
    /**
     * @param position in the text: the cut lies before this character, after the white space
     * @param words between the beginning and here
     * @param breathes for {@link Piece.End#FLOW}: the next word begins a phrase, so that a short breath is natural
     */
    record Boundary(int position, int words, Piece.End end, boolean breathes) {
        Boundary(int position, int words, Piece.End end) {
            this(position, words, end, true);
        }
    }

    /** Words that begin a phrase. A cut before them is the least audible one inside a clause. */
    private static final Set<String> PHRASE_OPENERS = Set.of(
            "and",
            "or",
            "but",
            "because",
            "so",
            "which",
            "who",
            "that",
            "when",
            "where",
            "while",
            "if",
            "although",
            "since",
            "unless",
            "until",
            "after",
            "before",
            "with",
            "without",
            "for",
            "from",
            "to",
            "in",
            "on",
            "at",
            "by",
            "about",
            "into",
            "through",
            "during",
            "between",
            "than",
            "as",
            "is",
            "are",
            "was",
            "were",
            "will");

    /** What may never be left at the end of a piece. */
    private static final Set<String> LEANS_FORWARD = Set.of(
            "a", "an", "the", "my", "your", "his", "her", "its", "our", "their", "this", "these", "those", "of", "to",
            "in", "on", "at", "by", "for", "from", "with", "and", "or", "but", "not", "no", "very", "is", "are", "was",
            "were", "be", "will", "would", "can", "could", "should", "i", "you", "he", "she", "it", "we", "they");

    /** Longer than any span that may not be cut: an unclosed bracket is then a bracket that nobody closes. */
    private static final int LONGEST_SPAN_CHARS = 400;

    private static final int LONGEST_FENCE_CHARS = 8_000;

    /** More than any piece may hold: what lies further on is looked at when its turn comes. */
    private static final int ENOUGH_WORDS = 60;

    private Boundaries() {}

    static int words(CharSequence text) {
        int words = 0;
        boolean inside = false;
        for (int i = 0; i < text.length(); i++) {
            boolean space = Character.isWhitespace(text.charAt(i));
            if (!space && !inside) {
                words++;
            }
            inside = !space;
        }
        return words;
    }

    /** All places after white space, in order. The last run of characters counts only when the text is complete. */
    static List<Boundary> of(CharSequence text, boolean complete) {
        List<Boundary> found = new ArrayList<>();
        OpenSpans spans = new OpenSpans(LONGEST_SPAN_CHARS, LONGEST_FENCE_CHARS);
        int words = 0;
        int at = 0;
        int length = text.length();
        boolean lineStart = true;
        while (at < length && (words < ENOUGH_WORDS || found.isEmpty())) {
            int start = at;
            while (at < length && !Character.isWhitespace(text.charAt(at))) {
                spans.accept(text, at);
                at++;
            }
            int end = at;
            int newLines = 0;
            while (at < length && Character.isWhitespace(text.charAt(at))) {
                newLines += text.charAt(at) == '\n' ? 1 : 0;
                at++;
            }
            String token = text.subSequence(start, end).toString();
            boolean marker = lineStart && ListMarkers.is(token);
            if (!token.isEmpty() && !marker) {
                words++;
            }
            // Whether a full stop ends the sentence often shows only in the word after it.
            boolean nextSeen = at < length;
            if (at == end || (!nextSeen && !complete && !endsWithoutLookingOn(token))) {
                break;
            }
            if (!marker && !token.isEmpty() && !spans.open(at)) {
                found.add(classify(text, token, at, newLines, words));
            }
            lineStart = token.isEmpty() || newLines > 0;
        }
        return found;
    }

    private static boolean endsWithoutLookingOn(String token) {
        String core = withoutClosers(token);
        return !core.isEmpty() && (core.endsWith("?") || core.endsWith("!") || core.endsWith(","));
    }

    private static Boundary classify(CharSequence text, String token, int position, int newLines, int words) {
        if (newLines >= 2) {
            return new Boundary(position, words, Piece.End.PARAGRAPH);
        }
        String core = withoutClosers(token);
        char last = core.isEmpty() ? ' ' : core.charAt(core.length() - 1);
        String next = nextToken(text, position);
        boolean sentence = switch (last) {
            case '!', '?', '\u2026', '\u3002', '\uff01', '\uff1f', '\u061f', '\u0964' -> true;
            case '.' -> Abbreviations.endsSentence(core, next);
            default -> false;
        };
        if (sentence || (newLines == 1 && last != ',')) {
            return new Boundary(position, words, Piece.End.SENTENCE);
        }
        boolean clause = ",;:\u2014\u060c\u3001\uff0c\uff1b".indexOf(last) >= 0
                || token.equals("-")
                || token.equals("\u2013")
                || next.startsWith("(")
                || next.startsWith("\u2014")
                || token.endsWith(")");
        if (clause) {
            return new Boundary(position, words, Piece.End.CLAUSE);
        }
        String word = core.toLowerCase(Locale.ROOT);
        boolean leans = LEANS_FORWARD.contains(word)
                || last == '.'
                || Character.isDigit(last)
                || (!next.isEmpty() && Character.isDigit(next.charAt(0)));
        boolean names = !core.isEmpty()
                && Character.isUpperCase(core.charAt(0))
                && !next.isEmpty()
                && Character.isUpperCase(next.charAt(0));
        boolean opens = PHRASE_OPENERS.contains(withoutClosers(next).toLowerCase(Locale.ROOT));
        return new Boundary(position, words, Piece.End.FLOW, opens && !leans && !names);
    }

    private static String nextToken(CharSequence text, int from) {
        int at = from;
        while (at < text.length() && !Character.isWhitespace(text.charAt(at))) {
            at++;
        }
        return text.subSequence(from, at).toString();
    }

    /** Without the quotes, brackets and Markdown marks that may follow the punctuation. */
    private static String withoutClosers(String token) {
        int end = token.length();
        while (end > 0 && "\"'\u201d\u2019)]}*_`>".indexOf(token.charAt(end - 1)) >= 0) {
            end--;
        }
        return token.substring(0, end);
    }
}
