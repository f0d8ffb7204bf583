package parley.stt.vocabulary;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import parley.stt.Word;
import parley.stt.lexicon.Lexicon;
import parley.stt.lexicon.OwnVocabulary;

/**
 * Puts expected names and terms back where an engine wrote something that sounds like them. A phrase of usual words
 * is taken only when it sounds exactly so: the engine could have written it. One with a word that hardly anybody says is
 * taken when something near stands there, in one piece or torn. Any thread.
 */
public final class ExpectedPhrases {
    private static final int MOST_TORN_WORDS = 2;
    private static final int SHORTEST_NEAR = 4;
    private static final double NEAR = 0.78;
    /** Asked of what is a single plain word, which is more likely to have been meant. */
    private static final double NEAR_A_WORD = 0.88;
    /** ln P above which a word is too usual to be a misheard name. */
    private static final float USUAL = -8.5f;

    /** ln P below which no engine expects a word that its dictionary may have. */
    private static final float RARE = -11.5f;

    private static final int SOUNDS_KEPT = 4_096;

    private record Phrase(
            String written, String plain, int words, int mostTorn, List<byte[]> sounds, boolean isUsual) {}

    private record Match(Phrase phrase, int words, double likeness) {}

    private final OwnVocabulary vocabulary;
    private final List<Phrase> phrases = new ArrayList<>();
    private final int longest;
    private final Map<String, byte[]> soundOf = new ConcurrentHashMap<>();

    ExpectedPhrases(OwnVocabulary vocabulary, List<String> expected) {
        this.vocabulary = vocabulary;
        int most = 0;
        for (String phrase : expected.subList(0, Math.min(expected.size(), OwnVocabulary.MOST_PHRASES))) {
            String written = phrase.strip().replaceAll("\\s+", " ");
            if (written.isEmpty()) {
                continue;
            }
            String plain = plain(written);
            int words = plain.split(" ").length;
            // What is spelled may come letter by letter.
            int mostTorn = words == 1 && OwnVocabulary.isSpelled(written) ? plain.length() : words + MOST_TORN_WORDS;
            phrases.add(new Phrase(
                    written, plain, words, mostTorn, vocabulary.pronunciations(written), isUsualTalk(plain)));
            most = Math.max(most, mostTorn);
        }
        longest = most;
    }

    private static String plain(String text) {
        return text.toLowerCase(Locale.ROOT)
                .replaceAll("[^\\p{L}\\p{N}']+", " ")
                .strip();
    }

    private boolean isUsualTalk(String plain) {
        Lexicon dictionary = vocabulary.words().lexicon();
        return Arrays.stream(plain.split(" "))
                .mapToInt(dictionary::find)
                .allMatch(word -> word >= 0 && dictionary.weight(word) > RARE);
    }

    /**
     * The words with expected phrases in their places. A word is stable only when all words that could still become a
     * phrase with it are.
     */
    List<Word> restore(List<Word> heard, boolean isFinal) {
        List<Word> restored = new ArrayList<>();
        for (int at = 0; at < heard.size(); ) {
            int reach = at + longest;
            boolean settled = (isFinal || reach <= heard.size())
                    && heard.subList(at, Math.min(reach, heard.size())).stream().allMatch(Word::stable);
            Match best = best(heard, at);
            int words = best == null ? 1 : best.words();
            List<Word> span = heard.subList(at, at + words);
            if (best == null) {
                Word word = span.getFirst();
                restored.add(new Word(
                        word.text(),
                        word.startSample(),
                        word.endSample(),
                        word.confidence(),
                        word.stable() && settled));
            } else {
                restored.addAll(written(best.phrase(), span, settled));
            }
            at += words;
        }
        return restored;
    }

    private @Nullable Match best(List<Word> heard, int from) {
        Match best = null;
        for (int count = 1; count <= Math.min(longest, heard.size() - from); count++) {
            List<Word> span = heard.subList(from, from + count);
            String text = plain(text(span));
            byte[] sound = null;
            for (Phrase phrase : phrases) {
                if (count > phrase.mostTorn()) {
                    continue;
                }
                double likeness = 1;
                if (!phrase.plain().equals(text)) {
                    sound = sound == null ? sound(text) : sound;
                    likeness = likeness(phrase, sound, count, text);
                }
                if (likeness > 0 && (best == null || likeness > best.likeness())) {
                    best = new Match(phrase, count, likeness);
                }
            }
        }
        return best;
    }

    /** 0 where the phrase should not stand. */
    private double likeness(Phrase phrase, byte[] sound, int count, String text) {
        double most = 0;
        for (byte[] expected : phrase.sounds()) {
            if (Math.abs(expected.length - sound.length) <= 1 + expected.length / 4) {
                most = Math.max(most, Likeness.of(expected, sound));
            }
        }
        // What is the same to the ear is still a little less than what is spelled so.
        most = Math.min(most, 0.99);
        boolean isUsualWord = count == 1 && isUsual(text);
        if (phrase.isUsual() || sound.length < SHORTEST_NEAR) {
            return most == 0.99 && !isUsualWord ? most : 0;
        }
        double torn = 0.03 * Math.min(MOST_TORN_WORDS, Math.abs(count - phrase.words()));
        boolean isAWord = count == 1 && vocabulary.words().lexicon().find(text) >= 0;
        return most - torn >= (isAWord ? NEAR_A_WORD : NEAR) && !isUsualWord ? most - torn : 0;
    }

    private boolean isUsual(String text) {
        Lexicon dictionary = vocabulary.words().lexicon();
        int word = dictionary.find(text);
        return word >= 0 && dictionary.weight(word) > USUAL;
    }

    private byte[] sound(String text) {
        byte[] whole = new byte[0];
        for (String word : text.split(" ")) {
            byte[] part = soundOfWord(word);
            int length = whole.length;
            whole = Arrays.copyOf(whole, length + part.length);
            System.arraycopy(part, 0, whole, length, part.length);
        }
        return whole;
    }

    private byte[] soundOfWord(String word) {
        if (soundOf.size() > SOUNDS_KEPT) {
            soundOf.clear();
        }
        return soundOf.computeIfAbsent(word, text -> {
            List<byte[]> sounds = vocabulary.pronunciations(text);
            return sounds.isEmpty() ? new byte[0] : sounds.get(0);
        });
    }

    private static String text(List<Word> words) {
        StringBuilder text = new StringBuilder();
        for (Word word : words) {
            text.append(text.isEmpty() ? "" : " ").append(word.text());
        }
        return text.toString();
    }

    private static List<Word> written(Phrase phrase, List<Word> heard, boolean stable) {
        double confidence =
                heard.stream().mapToDouble(Word::confidence).average().orElse(0);
        return Word.ofPhrase(
                phrase.written(),
                heard.getFirst().startSample(),
                heard.getLast().endSample(),
                confidence,
                stable);
    }
}
