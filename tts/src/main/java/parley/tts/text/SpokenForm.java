package parley.tts.text;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;

/**
 * From written text to the words that are spoken: numbers, money, dates, times, addresses and abbreviations read out,
 * Markdown, emoji and other decoration gone, each word with its place in the text. English is known here; of other
 * languages only decoration is removed and the engine reads the rest. Immutable.
 */
public final class SpokenForm {
    private static final List<Rule> RULES = rules();

    /** Engines take a lone A for the article, and read it as a schwa. */
    private static final List<String> LETTER_A = List.of("EY1");

    private final boolean english;
    private final Pronunciations pronunciations;

    /** @param pronunciations a word or phrase to its spelling as spoken, or to ARPAbet between slashes */
    public SpokenForm(String language, Map<String, String> pronunciations) {
        english = language.equals("en") || language.startsWith("en-") || language.startsWith("en_");
        this.pronunciations = new Pronunciations(pronunciations);
    }

    private static List<Rule> rules() {
        List<Rule> rules = new ArrayList<>();
        rules.addAll(DateRules.rules());
        rules.addAll(PhoneRules.rules());
        rules.addAll(AddressRules.rules());
        rules.addAll(MoneyRules.rules());
        rules.addAll(TimeRules.rules());
        rules.addAll(UnitRules.rules());
        rules.addAll(NumberRules.rules());
        rules.addAll(WordRules.rules());
        return List.copyOf(rules);
    }

    /** The words of a whole text, for tests and tools. */
    public static String read(String text) {
        Piece piece = new Piece(text, 0, Piece.End.SENTENCE);
        StringBuilder words = new StringBuilder();
        for (SpokenToken token : new SpokenForm("en", Map.of()).of(piece)) {
            words.append(words.isEmpty() ? "" : " ").append(token.word()).append(token.after());
        }
        return words.toString();
    }

    public List<SpokenToken> of(Piece piece) {
        Markup markup = Markup.of(piece.text());
        Scan scan = new Scan(markup, piece);
        scan.run();
        return ended(scan.tokens, piece.end());
    }

    /** Whatever the text ended with, a voice needs to know whether to let its pitch fall. */
    private static List<SpokenToken> ended(List<SpokenToken> tokens, Piece.End end) {
        if (!tokens.isEmpty()) {
            SpokenToken last = tokens.getLast();
            boolean closes = end.compareTo(Piece.End.SENTENCE) >= 0;
            boolean open = WordRules.weight(last.after()) < WordRules.weight(closes ? "." : ",");
            if (open && last.pauseMillis() == 0 && !last.word().isEmpty()) {
                tokens.set(tokens.size() - 1, last.followedBy(closes ? "." : ","));
            }
        }
        return tokens;
    }

    /** One walk over one piece. */
    private final class Scan {
        private final Markup markup;
        private final String text;
        private final int offset;
        private final boolean shouting;
        final List<SpokenToken> tokens = new ArrayList<>();
        private int at;

        Scan(Markup markup, Piece piece) {
            this.markup = markup;
            this.text = markup.text();
            this.offset = piece.textStart();
            this.shouting = WordRules.isShouting(text);
        }

        void run() {
            while (at < text.length()) {
                var span = markup.spanAt(at);
                if (span.isPresent()) {
                    speakSpan(span.get());
                    continue;
                }
                char c = text.charAt(at);
                if (Character.isWhitespace(c) || c == Markup.NOTHING) {
                    at++;
                } else if (!(pronounced() || matchesRule() || abbreviation() || word())) {
                    punctuation();
                }
            }
        }

        private void speakSpan(Markup.Span span) {
            if (span.pauseMillis() > 0) {
                if (tokens.isEmpty()) {
                    tokens.add(SpokenToken.of("", offset + at, offset + at).withPause(span.pauseMillis()));
                } else {
                    tokens.set(tokens.size() - 1, tokens.getLast().withPause(span.pauseMillis()));
                }
                at = Math.max(span.end(), at + 1);
                return;
            }
            int first = tokens.size();
            say(span.spoken(), span.start(), span.end());
            if (tokens.size() == first + 1 && !span.phonemes().isEmpty()) {
                tokens.set(first, tokens.get(first).withPhonemes(span.phonemes()));
            }
            at = Math.max(span.end(), at + 1);
        }

        private boolean pronounced() {
            var entry = pronunciations.at(text, at);
            if (entry.isEmpty()) {
                return false;
            }
            int end = at + entry.get().length();
            int first = tokens.size();
            String spoken = entry.get().phonemes().isEmpty()
                    ? entry.get().spelling()
                    : text.substring(at, end).replaceAll("\\s+", "");
            say(spoken, at, end);
            if (!entry.get().phonemes().isEmpty() && tokens.size() > first) {
                tokens.set(first, tokens.get(first).withPhonemes(entry.get().phonemes()));
            }
            at = end;
            return true;
        }

        private boolean abbreviation() {
            if (!english || !WordRules.mayBegin(text, at)) {
                return false;
            }
            var found = WordRules.abbreviation(text, at);
            found.ifPresent(abbreviated -> {
                say(abbreviated.reading(), at, abbreviated.end());
                at = abbreviated.end();
            });
            return found.isPresent();
        }

        private boolean matchesRule() {
            if (!english || !WordRules.mayBegin(text, at)) {
                return false;
            }
            for (Rule rule : RULES) {
                Matcher matcher = rule.pattern().matcher(text).region(at, text.length());
                matcher.useTransparentBounds(true);
                if (matcher.lookingAt() && matcher.end() > at && WordRules.mayEnd(text, matcher.end())) {
                    String reading = rule.reading().apply(matcher.toMatchResult());
                    if (reading != null) {
                        say(reading, at, matcher.end());
                        at = matcher.end();
                        return true;
                    }
                }
            }
            return false;
        }

        private boolean word() {
            int end = WordRules.wordEnd(text, at, english);
            if (end == at) {
                return false;
            }
            String written = text.substring(at, end).replace(Character.toString(Markup.NOTHING), "");
            say(english ? WordRules.reading(written, shouting) : written, at, end);
            at = end;
            return true;
        }

        /** Spoken text that a rule made: words, perhaps with commas after them. */
        private void say(String spoken, int start, int end) {
            int emphasis = markup.emphasisAt(start);
            for (String part : spoken.trim().split("\\s+")) {
                boolean comma = part.endsWith(",");
                String word = comma ? part.substring(0, part.length() - 1) : part;
                if (!word.isEmpty()) {
                    SpokenToken token = SpokenToken.of(word, offset + start, offset + end);
                    tokens.add((comma ? token.followedBy(",") : token)
                            .withPhonemes(word.equals("A") && isLetter(spoken) ? LETTER_A : List.of())
                            .withEmphasis(emphasis));
                }
            }
        }

        /** Whether a capital A is the letter rather than the article. */
        private boolean isLetter(String spoken) {
            return spoken.length() > 1
                    || (!tokens.isEmpty() && tokens.getLast().after().isEmpty());
        }

        private void punctuation() {
            int symbol = text.codePointAt(at);
            String mark = WordRules.punctuation(text, at);
            String spoken = english ? WordRules.symbol(text, at) : "";
            int end = at + Character.charCount(symbol);
            if (!spoken.isEmpty()) {
                say(spoken, at, end);
            } else if (!mark.isEmpty() && !tokens.isEmpty()) {
                SpokenToken last = tokens.getLast();
                if (WordRules.weight(mark) > WordRules.weight(last.after())) {
                    tokens.set(tokens.size() - 1, last.followedBy(mark));
                }
            }
            at = end;
        }
    }
}
