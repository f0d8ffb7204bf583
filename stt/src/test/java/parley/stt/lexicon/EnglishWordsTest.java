package parley.stt.lexicon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import parley.inference.catalog.CacheDirectory;
import parley.stt.language.LanguageModel;
import parley.stt.language.TrigramModel;

class EnglishWordsTest {
    @TempDir
    static Path folder;

    private static EnglishWords words;
    private static LetterToSound rules;

    @BeforeAll
    static void load() throws IOException {
        words = EnglishWords.load(new CacheDirectory(folder));
        rules = LetterToSound.english(new CacheDirectory(folder));
    }

    @Test
    void shouldKnowTheDictionary() {
        assertThat(words.lexicon().words()).isGreaterThan(120_000);
        assertThat(words.lexicon().pronunciations("tomato"))
                .extracting(Phonemes::spell)
                .contains("T AH M EY T OW", "T AH M AA T OW");
    }

    @Test
    void shouldGiveProbabilitiesThatSumToOne() {
        LanguageModel language = words.language();
        double sum = 0;
        for (int word = 0; word < language.words(); word++) {
            sum += Math.exp(language.unigram(word));
        }
        assertThat(sum).isBetween(0.99, 1.01);
    }

    /** After a history the whole vocabulary's probabilities must sum to one too: that needs every backoff right. */
    @Test
    void shouldBackOffSoThatEveryHistorySumsToOne() {
        LanguageModel language = words.language();
        int of = language.id("of");
        int one = language.id("one");
        int zebra = language.id("zebra");
        for (int[] history : new int[][] {{one, of}, {zebra, of}, {of, zebra}, {TrigramModel.UNKNOWN, one}}) {
            double sum = 0;
            for (int word = 0; word < language.words(); word++) {
                sum += Math.exp(language.trigram(word, history[1], history[0]));
            }
            assertThat(sum).as(history[0] + " " + history[1]).isBetween(0.95, 1.05);
        }
    }

    @Test
    void shouldPreferWhatPeopleSay() {
        LanguageModel language = words.language();
        int newWord = language.id("new");
        int in = language.id("in");
        assertThat(language.trigram(language.id("york"), newWord, in))
                .isGreaterThan(language.trigram(language.id("cork"), newWord, in));
        assertThat(language.id("xyzzy")).isEqualTo(TrigramModel.UNKNOWN);
        // From the few sentences of its own, which the large model has never seen in a row.
        assertThat(language.trigram(language.id("agenda"), language.id("the"), language.id("on")))
                .isGreaterThan(language.trigram(language.id("agendas"), language.id("the"), language.id("on")));
    }

    @Test
    void shouldUseTheCacheTheSecondTimeAndRepairIt() throws IOException {
        List<Path> files;
        try (var list = Files.list(folder.resolve("converted"))) {
            files = list.toList();
        }
        assertThat(files).hasSize(3);
        Path lexicon = folder.resolve("converted/en-us-lexicon-3.bin");
        Files.write(lexicon, new byte[] {1, 2, 3});
        assertThat(EnglishWords.load(new CacheDirectory(folder)).lexicon().words())
                .isEqualTo(words.lexicon().words());
        assertThat(LexiconFile.read(lexicon).words()).isEqualTo(words.lexicon().words());
    }

    @Test
    void shouldSoundOutWordsThatNoDictionaryHas() {
        assertThat(Phonemes.spell(rules.pronounce("parley"))).isEqualTo("P AA R L IY");
        assertThat(Phonemes.spell(rules.pronounce("vertex"))).isEqualTo("V ER T EH K S");
        assertThat(Phonemes.spell(rules.pronounce("Zoë"))).startsWith("Z");
        assertThat(rules.pronounce("42")).isEmpty();
    }

    @Test
    void shouldKeepWhatItLearned() throws IOException {
        Path file = folder.resolve("converted/en-us-letter-to-sound-1.bin");
        LetterToSound again = LetterToSound.read(file);
        for (String word : List.of("okonkwo", "grafana", "tomasz", "elasticsearch")) {
            assertThat(again.pronounce(word)).isEqualTo(rules.pronounce(word));
        }
        Path cut = folder.resolve("cut.bin");
        Files.write(cut, java.util.Arrays.copyOf(Files.readAllBytes(file), 1_000));
        assertThatThrownBy(() -> LetterToSound.read(cut)).isInstanceOf(IOException.class);
    }

    @Test
    void shouldCompileAMeetingsOwnWords() {
        OwnVocabulary vocabulary = new OwnVocabulary(words, () -> rules);
        Lexicon own = vocabulary.compile(List.of("Siobhan O'Neill", "gRPC", "GRPC", "Kubernetes", "", "42"));
        assertThat(own.find("Siobhan O'Neill")).isNotNegative();
        assertThat(own.find("GRPC")).isNotNegative();
        assertThat(Phonemes.spell(vocabulary.pronunciations("GRPC").get(0))).isEqualTo("JH IY AA R P IY S IY");
        assertThat(Phonemes.spell(vocabulary.pronunciations("Anna Smith").get(0)))
                .isEqualTo("AE N AH S M IH TH");
        assertThat(vocabulary.compile(List.of()).nodes()).isEqualTo(1);
    }
}
