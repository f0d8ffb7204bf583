package parley.stt.lexicon;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import parley.inference.catalog.CacheDirectory;
import parley.stt.language.TrigramModel;

/**
 * Turns the names and terms of a meeting into a small lexicon of their own. Words that the dictionary has sound as
 * there, letters and capitals are spelled out, the rest goes by rule. Any thread.
 */
public final class OwnVocabulary {
    public static final Lexicon NONE = new LexiconBuilder().build();

    /** More would cost every participant's search. */
    public static final int MOST_PHRASES = 500;

    private static final int MOST_PRONUNCIATIONS = 4;
    /** ln P of an expected name: about as likely as a word that people say every few minutes. */
    private static final float EXPECTED = -7.5f;

    private final EnglishWords words;
    private final Supplier<LetterToSound> rules;

    /** @param rules asked for only when a word is not in the dictionary: learning them takes a moment */
    public OwnVocabulary(EnglishWords words, Supplier<LetterToSound> rules) {
        this.words = words;
        this.rules = rules;
    }

    /** English, from the cache directory; the sounding-out rules are learned on {@code background} at the first start. */
    public static OwnVocabulary english(CacheDirectory cache, Executor background) throws IOException {
        EnglishWords words = EnglishWords.load(cache);
        // Begun now, so that the first name does not wait for it.
        CompletableFuture<LetterToSound> rules = CompletableFuture.supplyAsync(() -> rules(cache), background);
        return new OwnVocabulary(words, rules::join);
    }

    private static LetterToSound rules(CacheDirectory cache) {
        try {
            return LetterToSound.english(cache);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The dictionary and the language model that this stands on. */
    public EnglishWords words() {
        return words;
    }

    public Lexicon compile(List<String> phrases) {
        LexiconBuilder builder = new LexiconBuilder();
        for (String phrase : phrases.subList(0, Math.min(phrases.size(), MOST_PHRASES))) {
            String written = phrase.strip().replaceAll("\\s+", " ");
            String spoken = written.toLowerCase(Locale.ROOT);
            int known = words.language().id(spoken);
            for (byte[] phonemes : pronunciations(written)) {
                builder.add(written, phonemes, known == TrigramModel.UNKNOWN ? -1 : known, EXPECTED);
            }
        }
        return builder.build();
    }

    /** How a phrase may sound: the combinations of its words' pronunciations, the first few. */
    public List<byte[]> pronunciations(String phrase) {
        List<byte[]> whole = List.of(new byte[0]);
        for (String word : phrase.strip().split("[\\s\\-_/]+")) {
            List<byte[]> parts = word(word);
            if (parts.isEmpty()) {
                continue;
            }
            List<byte[]> longer = new ArrayList<>();
            for (byte[] part : parts) {
                for (byte[] before : whole) {
                    if (longer.size() < MOST_PRONUNCIATIONS) {
                        longer.add(joined(before, part));
                    }
                }
            }
            whole = longer;
        }
        return whole.get(0).length == 0 ? List.of() : whole;
    }

    private List<byte[]> word(String written) {
        String bare = written.replaceAll("[^\\p{L}\\p{N}'.]", "");
        String lower = bare.toLowerCase(Locale.ROOT);
        List<byte[]> known = words.lexicon().pronunciations(lower);
        if (!known.isEmpty()) {
            return known;
        }
        if (isSpelled(bare)) {
            return List.of(spelled(lower));
        }
        byte[] ruled = rules.get().pronounce(lower);
        return ruled.length == 0 ? List.of() : List.of(ruled);
    }

    /** GRPC, gRPC, H264: capitals, digits and what has no vowel are said one by one. */
    public static boolean isSpelled(String word) {
        return word.length() <= 6
                && word.chars().anyMatch(Character::isLetterOrDigit)
                && (word.chars().noneMatch(Character::isLowerCase)
                        || word.toLowerCase(Locale.ROOT).chars().noneMatch(c -> "aeiouy".indexOf(c) >= 0));
    }

    private static final List<String> DIGITS =
            List.of("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine");

    private byte[] spelled(String lower) {
        byte[] all = new byte[0];
        for (int i = 0; i < lower.length(); i++) {
            char c = lower.charAt(i);
            String said = c >= '0' && c <= '9' ? DIGITS.get(c - '0') : c + ".";
            List<byte[]> sounds = words.lexicon().pronunciations(said);
            if (!sounds.isEmpty()) {
                all = joined(all, sounds.get(0));
            }
        }
        return all;
    }

    private static byte[] joined(byte[] first, byte[] second) {
        byte[] both = java.util.Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }
}
