package parley.tts.text;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The subset of SSML that makes sense in a stream: break, emphasis, say-as, sub, phoneme; the other elements only wrap
 * their text. Tags that are not SSML stay text. Tags that are become spaces in the text.
 */
final class SsmlReader {
    @FunctionalInterface
    interface EmphasisSink {
        void add(int start, int end, int level);
    }

    private static final Pattern TAG = Pattern.compile("<(/?[A-Za-z][^<>]{0,300})>");
    private static final Pattern ATTRIBUTE = Pattern.compile("([A-Za-z:-]+)\\s*=\\s*(?:\"([^\"]*)\"|'([^']*)')");
    private static final Pattern DURATION = Pattern.compile("(\\d{1,5}(?:\\.\\d+)?)(ms|s)");
    private static final int LONGEST_BREAK_MILLIS = 10_000;
    private static final Map<String, Integer> STRENGTHS =
            Map.of("none", 0, "x-weak", 60, "weak", 120, "medium", 250, "strong", 500, "x-strong", 900);

    private record OpenTag(String name, String tag, int tagStart, int contentStart) {}

    private final StringBuilder text;
    private final Consumer<Markup.Span> spans;
    private final EmphasisSink emphases;

    SsmlReader(StringBuilder text, Consumer<Markup.Span> spans, EmphasisSink emphases) {
        this.text = text;
        this.spans = spans;
        this.emphases = emphases;
    }

    void read() {
        String written = text.toString();
        Matcher matcher = TAG.matcher(written);
        OpenTag open = null;
        while (matcher.find()) {
            String tag = matcher.group(1);
            if (!SsmlMarkup.known(tag)) {
                continue;
            }
            Markup.fill(text, matcher.start(), matcher.end(), ' ');
            String name = SsmlMarkup.name(tag);
            if (name.equals("break")) {
                int pause = pauseMillis(tag);
                if (pause > 0) {
                    spans.accept(new Markup.Span(matcher.start(), matcher.end(), "", List.of(), pause));
                }
            } else if (tag.startsWith("/")) {
                if (open != null && open.name().equals(name)) {
                    close(
                            open,
                            written.substring(open.contentStart(), matcher.start()),
                            matcher.start(),
                            matcher.end());
                    open = null;
                }
            } else if (SsmlMarkup.holdsTogether(tag) && !tag.endsWith("/")) {
                open = new OpenTag(name, tag, matcher.start(), matcher.end());
            }
        }
    }

    private void close(OpenTag open, String content, int contentEnd, int end) {
        String plain = content.replaceAll("<[^<>]*>", " ").trim();
        switch (open.name()) {
            case "emphasis" -> emphases.add(open.contentStart(), contentEnd, level(attribute(open.tag(), "level")));
            case "sub" ->
                replace(
                        open,
                        end,
                        SpokenForm.read(attribute(open.tag(), "alias")).replaceAll("[.,;:?!]$", ""));
            case "say-as" -> {
                String reading =
                        SayAs.read(attribute(open.tag(), "interpret-as"), attribute(open.tag(), "format"), plain);
                if (!reading.isEmpty()) {
                    replace(open, end, reading);
                }
            }
            case "phoneme" -> {
                List<String> phonemes = Phonemes.parse(attribute(open.tag(), "alphabet"), attribute(open.tag(), "ph"));
                if (!phonemes.isEmpty() && !plain.isEmpty()) {
                    spans.accept(new Markup.Span(open.tagStart(), end, wordOf(plain), phonemes, 0));
                }
            }
            default -> {}
        }
    }

    private void replace(OpenTag open, int end, String spoken) {
        if (!spoken.isEmpty()) {
            spans.accept(new Markup.Span(open.tagStart(), end, spoken, List.of(), 0));
        }
    }

    /** What a voice says that takes no phonemes. */
    private static String wordOf(String plain) {
        return SpokenForm.read(plain).replaceAll("[\\s.,;:?!]+", "");
    }

    private static int level(String written) {
        return switch (written) {
            case "strong" -> 2;
            case "none" -> 0;
            case "reduced" -> -1;
            default -> 1;
        };
    }

    private static int pauseMillis(String tag) {
        String time = attribute(tag, "time");
        Matcher matcher = DURATION.matcher(time);
        if (matcher.matches()) {
            double value = Double.parseDouble(matcher.group(1));
            double millis = matcher.group(2).equals("s") ? value * 1_000 : value;
            return (int) Math.min(millis, LONGEST_BREAK_MILLIS);
        }
        return STRENGTHS.getOrDefault(attribute(tag, "strength"), time.isEmpty() ? 250 : 0);
    }

    private static String attribute(String tag, String name) {
        Matcher matcher = ATTRIBUTE.matcher(tag);
        while (matcher.find()) {
            if (matcher.group(1).toLowerCase(Locale.ROOT).equals(name)) {
                return matcher.group(2) != null ? matcher.group(2) : matcher.group(3);
            }
        }
        return "";
    }
}
