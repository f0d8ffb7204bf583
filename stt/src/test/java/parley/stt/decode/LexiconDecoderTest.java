package parley.stt.decode;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import parley.inference.catalog.CacheDirectory;
import parley.stt.lexicon.EnglishWords;
import parley.stt.lexicon.LetterToSound;
import parley.stt.lexicon.Lexicon;
import parley.stt.lexicon.OwnVocabulary;
import parley.stt.lexicon.Phonemes;

class LexiconDecoderTest {
    @TempDir
    static Path folder;

    private static EnglishWords words;

    @BeforeAll
    static void load() throws IOException {
        words = EnglishWords.load(new CacheDirectory(folder));
    }

    private static LexiconDecoder decoder(Lexicon own) {
        return new LexiconDecoder(DecoderSettings.DEFAULT, words.lexicon(), words.language(), own);
    }

    /** What a good network gives: each phoneme in one frame, blanks between, a little doubt everywhere. */
    private static float[] rows(String phonemes, double doubt, Random random) {
        String[] names = phonemes.trim().split("\\s+");
        float[] rows = new float[names.length * 2 * Phonemes.COUNT];
        for (int frame = 0; frame < names.length * 2; frame++) {
            int wanted = frame % 2 == 0 ? Phonemes.number(names[frame / 2]) : Phonemes.BLANK;
            double[] weight = new double[Phonemes.COUNT];
            double sum = 0;
            for (int p = 0; p < Phonemes.COUNT; p++) {
                weight[p] = p == wanted ? 1 : doubt * random.nextDouble();
                sum += weight[p];
            }
            for (int p = 0; p < Phonemes.COUNT; p++) {
                rows[frame * Phonemes.COUNT + p] = (float) Math.log(weight[p] / sum);
            }
        }
        return rows;
    }

    private static String pronounced(String sentence) {
        StringBuilder phonemes = new StringBuilder();
        for (String word : sentence.split(" ")) {
            phonemes.append(Phonemes.spell(words.lexicon().pronunciations(word).get(0)))
                    .append(' ');
        }
        return phonemes.toString();
    }

    private static String text(List<DecodedWord> decoded) {
        return String.join(" ", decoded.stream().map(DecodedWord::text).toList());
    }

    private static void feed(LexiconDecoder decoder, float[] rows) {
        decoder.accept(rows, 0, rows.length / Phonemes.COUNT);
    }

    @Test
    void shouldFindTheWordsAmongThoseThatSoundAlike() {
        for (String sentence : List.of(
                "they are going to buy their new house over there",
                "it is too late to recognize speech",
                "i would like to book a table for two",
                "do you know whether the weather will be nice")) {
            LexiconDecoder decoder = decoder(OwnVocabulary.NONE);
            feed(decoder, rows(pronounced(sentence), 0.002, new Random(1)));
            assertThat(text(decoder.finish())).isEqualTo(sentence);
        }
    }

    @Test
    void shouldPlaceWordsInTimeAndNeverChangeStableOnes() {
        String sentence = "the meeting begins at nine and the numbers come first";
        float[] rows = rows(pronounced(sentence), 0.01, new Random(2));
        LexiconDecoder decoder = decoder(OwnVocabulary.NONE);
        List<String> stable = List.of();
        for (int frame = 0; frame < rows.length / Phonemes.COUNT; frame++) {
            decoder.accept(rows, frame * Phonemes.COUNT, 1);
            List<String> now = decoder.partial().stream()
                    .filter(DecodedWord::stable)
                    .map(DecodedWord::text)
                    .toList();
            assertThat(now.subList(0, Math.min(now.size(), stable.size()))).isEqualTo(stable);
            stable = now;
        }
        assertThat(stable).isNotEmpty();
        List<DecodedWord> words = decoder.finish();
        assertThat(text(words)).isEqualTo(sentence);
        assertThat(text(words)).startsWith(String.join(" ", stable));
        for (int i = 0; i < words.size(); i++) {
            assertThat(words.get(i).startFrame())
                    .isLessThanOrEqualTo(words.get(i).endFrame());
            assertThat(words.get(i).confidence()).isBetween(0.5, 1.0);
            if (i > 0) {
                assertThat(words.get(i).startFrame())
                        .isGreaterThan(words.get(i - 1).endFrame());
            }
        }
    }

    @Test
    void shouldHearTheMeetingsOwnNames() throws IOException {
        LetterToSound rules = LetterToSound.english(new CacheDirectory(folder));
        OwnVocabulary vocabulary = new OwnVocabulary(words, () -> rules);
        String spoken = pronounced("please ask") + Phonemes.spell(rules.pronounce("okonkwo")) + " "
                + pronounced("about the budget");
        float[] rows = rows(spoken, 0.005, new Random(3));
        LexiconDecoder without = decoder(OwnVocabulary.NONE);
        feed(without, rows);
        assertThat(text(without.finish())).doesNotContain("Okonkwo");
        LexiconDecoder with = decoder(vocabulary.compile(List.of("Okonkwo", "Siobhan")));
        feed(with, rows);
        assertThat(text(with.finish())).isEqualTo("please ask Okonkwo about the budget");
    }

    @Test
    void shouldBeginAnewAfterReset() {
        LexiconDecoder decoder = decoder(OwnVocabulary.NONE);
        feed(decoder, rows(pronounced("good morning"), 0.005, new Random(4)));
        assertThat(text(decoder.finish())).isEqualTo("good morning");
        int frames = decoder.frames();
        decoder.reset();
        assertThat(decoder.partial()).isEmpty();
        assertThat(decoder.finish()).isEmpty();
        feed(decoder, rows(pronounced("thank you"), 0.005, new Random(5)));
        List<DecodedWord> words = decoder.finish();
        assertThat(text(words)).isEqualTo("thank you");
        assertThat(words.get(0).startFrame()).isGreaterThanOrEqualTo(frames);
    }

    @Test
    void shouldSurviveNoiseForMinutesWithinItsBounds() {
        long seed = 9;
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        LexiconDecoder decoder = decoder(OwnVocabulary.NONE);
        String[] phonemes = new String[20];
        for (int round = 0; round < 60; round++) {
            Arrays.setAll(phonemes, i -> Phonemes.name(1 + random.nextInt(39)));
            feed(decoder, rows(String.join(" ", phonemes), 0.3, random));
            assertThat(decoder.tokens()).isBetween(1, DecoderSettings.DEFAULT.mostTokens());
        }
        assertThat(decoder.finish()).isNotEmpty();
    }
}
