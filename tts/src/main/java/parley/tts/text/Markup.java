package parley.tts.text;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A text with its Markdown and SSML understood. Every character keeps its place: what is not spoken becomes a space, or
 * {@link #NOTHING} inside a word. Text from outside: whatever is not well formed is read as text.
 */
final class Markup {
    /** Stands where a character was that is neither spoken nor a gap. */
    static final char NOTHING = '\u0000';

    /**
     * A stretch that is not read as it stands.
     *
     * @param spoken instead of it
     * @param pauseMillis above 0: a silence and nothing else
     */
    record Span(int start, int end, String spoken, List<String> phonemes, int pauseMillis) {}

    private record Emphasis(int start, int end, int level) {}

    private static final Pattern FENCE = Pattern.compile("```.*?(?:```|\\z)", Pattern.DOTALL);
    private static final Pattern IMAGE = Pattern.compile("!\\[([^\\]]{0,300})\\]\\([^)\\s]{0,1000}[^)]{0,200}\\)");
    private static final Pattern LINK = Pattern.compile("\\[([^\\]]{1,300})\\]\\([^)]{0,1000}\\)");
    private static final Pattern FOOTNOTE = Pattern.compile("\\[\\^?\\d{1,3}\\]");
    private static final Pattern STARS = Pattern.compile("\\*{1,3}|~~|__|`");
    private static final Pattern UNDERSCORE = Pattern.compile("(?<![\\p{L}\\d])_(?=\\S)|(?<=\\S)_(?![\\p{L}\\d])");
    private static final Pattern LINE_START =
            Pattern.compile("(?m)^[ \\t]*(?:#{1,6}[ \\t]+|>(?!\\d)[ \\t]?|[-*+\u2022][ \\t]+(?:\\[[ xX]\\][ \\t]+)?)");
    private static final Pattern RULER = Pattern.compile("(?m)^[ \\t]*(?:[-*_=][ \\t]?){3,200}+$");
    private static final Pattern TABLE_BAR = Pattern.compile("\\|");
    private static final Pattern EMOTICON = Pattern.compile("(?<=^|\\s)[:;=8]'?-?[)(DPpOo/\\\\|*3](?=\\s|$|[.,!?])");

    private final StringBuilder text;
    private final List<Span> spans = new ArrayList<>();
    private final List<Emphasis> emphases = new ArrayList<>();

    private Markup(String written) {
        text = new StringBuilder(written.replace(NOTHING, ' '));
    }

    static Markup of(String written) {
        Markup markup = new Markup(written);
        markup.blank(FENCE);
        markup.unwrap(IMAGE);
        markup.unwrap(LINK);
        markup.blank(FOOTNOTE);
        if (written.indexOf('<') >= 0) {
            new SsmlReader(markup.text, markup::add, markup::emphasize).read();
        }
        markup.entities();
        markup.blank(RULER);
        markup.blank(LINE_START);
        markup.blank(EMOTICON);
        markup.erase(STARS);
        markup.erase(UNDERSCORE);
        markup.blank(TABLE_BAR);
        markup.decorations();
        return markup;
    }

    String text() {
        return text.toString();
    }

    Optional<Span> spanAt(int at) {
        return spans.stream().filter(span -> span.start() == at).findFirst();
    }

    int emphasisAt(int at) {
        return emphases.stream()
                .filter(e -> e.start() <= at && at < e.end())
                .mapToInt(Emphasis::level)
                .findFirst()
                .orElse(0);
    }

    private void add(Span span) {
        spans.add(span);
    }

    private void emphasize(int start, int end, int level) {
        emphases.add(new Emphasis(start, end, level));
    }

    private void blank(Pattern pattern) {
        Matcher matcher = pattern.matcher(text.toString());
        while (matcher.find()) {
            fill(text, matcher.start(), matcher.end(), ' ');
        }
    }

    private void erase(Pattern pattern) {
        Matcher matcher = pattern.matcher(text.toString());
        while (matcher.find()) {
            // "2 * 3" and "*" alone stay; marks lean on a word.
            boolean lonely = (matcher.start() == 0 || Character.isWhitespace(text.charAt(matcher.start() - 1)))
                    && (matcher.end() == text.length() || Character.isWhitespace(text.charAt(matcher.end())));
            boolean between = matcher.start() > 0
                    && matcher.end() < text.length()
                    && Character.isDigit(text.charAt(matcher.start() - 1))
                    && Character.isDigit(text.charAt(matcher.end()));
            boolean dunder = matcher.group().equals("__") && matcher.end() - matcher.start() == 1;
            if (!lonely && !between && !dunder) {
                fill(text, matcher.start(), matcher.end(), NOTHING);
            }
        }
    }

    /** Keeps the first group of each match and blanks what is around it. */
    private void unwrap(Pattern pattern) {
        Matcher matcher = pattern.matcher(text.toString());
        while (matcher.find()) {
            fill(text, matcher.start(), matcher.start(1), ' ');
            fill(text, matcher.end(1), matcher.end(), NOTHING);
        }
    }

    private void entities() {
        String[][] known = {
            {"&amp;", "&"}, {"&lt;", "<"}, {"&gt;", ">"}, {"&quot;", "\""}, {"&apos;", "'"}, {"&nbsp;", " "}
        };
        for (String[] entity : known) {
            for (int at = text.indexOf(entity[0]); at >= 0; at = text.indexOf(entity[0], at + 1)) {
                fill(text, at, at + entity[0].length(), NOTHING);
                text.setCharAt(at, entity[1].charAt(0));
            }
        }
    }

    /** Emoji, dingbats, arrows' variation selectors, control and private characters. */
    private void decorations() {
        for (int at = 0; at < text.length(); ) {
            int c = text.codePointAt(at);
            int next = at + Character.charCount(c);
            if (isDecoration(c)) {
                fill(text, at, next, at > 0 && !Character.isWhitespace(text.charAt(at - 1)) ? ' ' : NOTHING);
            } else if (c == 0xAD || (c >= 0x200B && c <= 0x200F) || c == 0x2060 || c == 0xFEFF) {
                fill(text, at, next, NOTHING);
            }
            at = next;
        }
    }

    static boolean isDecoration(int c) {
        return (c >= 0x1F000 && c <= 0x1FAFF)
                || (c >= 0x2600 && c <= 0x27BF)
                || (c >= 0x2B00 && c <= 0x2BFF)
                || (c >= 0x2300 && c <= 0x23FF)
                || (c >= 0x25A0 && c <= 0x25FF)
                || (c >= 0xFE00 && c <= 0xFE0F)
                || c == 0x20E3
                || (c >= 0xE0000 && c <= 0xE007F)
                || (Character.getType(c) == Character.CONTROL && !Character.isWhitespace(c))
                || Character.getType(c) == Character.PRIVATE_USE
                || Character.getType(c) == Character.UNASSIGNED
                || Character.getType(c) == Character.SURROGATE
                || c == 0xFFFD;
    }

    static void fill(StringBuilder text, int start, int end, char with) {
        for (int i = start; i < end; i++) {
            if (with == NOTHING || text.charAt(i) != '\n') {
                text.setCharAt(i, with);
            }
        }
    }
}
