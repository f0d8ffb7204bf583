package parley.stt.lexicon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LexiconTest {
    @TempDir
    Path folder;

    static byte[] sounds(String phonemes) {
        String[] names = phonemes.split(" ");
        byte[] numbers = new byte[names.length];
        for (int i = 0; i < names.length; i++) {
            numbers[i] = (byte) Phonemes.number(names[i]);
        }
        return numbers;
    }

    private static Lexicon small() {
        LexiconBuilder builder = new LexiconBuilder();
        builder.add("cat", sounds("K AE T"), 3, -5);
        builder.add("cats", sounds("K AE T S"), 4, -7);
        builder.add("kat", sounds("K AE T"), -1, -15);
        builder.add("the", sounds("DH AH"), 9, -2);
        builder.add("the", sounds("DH IY"), 9, -2);
        return builder.build();
    }

    @Test
    void shouldPackATreeWithSharedPrefixes() {
        Lexicon lexicon = small();
        // The root, K AE T S, DH AH, DH IY.
        assertThat(lexicon.nodes()).isEqualTo(8);
        assertThat(lexicon.words()).isEqualTo(4);
        assertThat(lexicon.lookAhead(0)).isEqualTo(-2);
        assertThat(lexicon.firstChild(1) - lexicon.firstChild(0)).isEqualTo(2);
        int k = lexicon.phoneme(1) == Phonemes.number("K") ? 1 : 2;
        assertThat(lexicon.lookAhead(k)).isEqualTo(-5);
        assertThat(lexicon.languageId(lexicon.find("cats"))).isEqualTo(4);
        assertThat(lexicon.find("dog")).isNegative();
    }

    @Test
    void shouldTellHowAWordSounds() {
        Lexicon lexicon = small();
        assertThat(lexicon.pronunciations("the"))
                .extracting(Phonemes::spell)
                .containsExactlyInAnyOrder("DH AH", "DH IY");
        assertThat(lexicon.pronunciations("cats")).extracting(Phonemes::spell).containsExactly("K AE T S");
        assertThat(lexicon.pronunciations("dog")).isEmpty();
        assertThat(new LexiconBuilder().build().nodes()).isEqualTo(1);
    }

    @Test
    void shouldComeBackFromDisk() throws IOException {
        Path file = folder.resolve("lexicon.bin");
        Lexicon lexicon = small();
        try (var out = Files.newOutputStream(file)) {
            LexiconFile.write(lexicon, out);
        }
        Lexicon again = LexiconFile.read(file);
        assertThat(again.pronunciations("the")).hasSize(2);
        assertThat(again.word(again.find("kat"))).isEqualTo("kat");
        assertThat(again.lookAhead(0)).isEqualTo(lexicon.lookAhead(0));
    }

    @Test
    void shouldRefuseDamagedFiles() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        LexiconFile.write(small(), bytes);
        Path file = folder.resolve("damaged.bin");
        long seed = 11;
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        for (int round = 0; round < 300; round++) {
            byte[] cut = Arrays.copyOf(bytes.toByteArray(), random.nextInt(bytes.size()));
            Files.write(file, cut);
            assertThatThrownBy(() -> LexiconFile.read(file)).isInstanceOf(IOException.class);
        }
    }

    @Test
    void shouldReadADictionaryAndPassOverWhatItCannotUse() throws IOException {
        String text = ";;; comment\ncat K AE1 T\ncat(2) K AH0 T\nnoise ++BREATH++\n\nodd\nthe DH AH0\n";
        List<String> seen = new ArrayList<>();
        PronouncingDictionary.read(
                new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)),
                (word, phonemes) -> seen.add(word + " " + Phonemes.spell(phonemes)));
        assertThat(seen).containsExactly("cat K AE T", "cat K AH T", "the DH AH");
    }

    @Test
    void shouldReadAnyTextWithoutFailing() throws IOException {
        long seed = 12;
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        for (int round = 0; round < 500; round++) {
            byte[] noise = new byte[random.nextInt(400)];
            random.nextBytes(noise);
            for (int i = 0; i < noise.length; i++) {
                noise[i] = random.nextInt(4) == 0 ? (byte) " (\nKAET".charAt(random.nextInt(7)) : noise[i];
            }
            PronouncingDictionary.read(
                    new ByteArrayInputStream(noise),
                    (word, phonemes) -> assertThat(phonemes).isNotEmpty());
        }
    }
}
