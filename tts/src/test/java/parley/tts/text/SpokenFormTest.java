package parley.tts.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;

class SpokenFormTest {
    @Test
    void shouldReadEveryRowOfTheTable() throws Exception {
        List<String> wrong = new ArrayList<>();
        int rows = 0;
        try (BufferedReader table = new BufferedReader(new InputStreamReader(
                SpokenFormTest.class.getResourceAsStream("spoken-forms.tsv"), StandardCharsets.UTF_8))) {
            for (String line = table.readLine(); line != null; line = table.readLine()) {
                int tab = line.indexOf('\t');
                if (tab > 0) {
                    rows++;
                    String read = SpokenForm.read(line.substring(0, tab));
                    if (!read.equals(line.substring(tab + 1))) {
                        wrong.add(line + " but was: " + read);
                    }
                }
            }
        }
        assertThat(wrong).isEmpty();
        assertThat(rows).isGreaterThan(400);
    }

    @Test
    void shouldKeepEachWordsPlaceInTheText() {
        String text = "Pay **$3.50** to Dr. Smith.";
        List<SpokenToken> tokens = new SpokenForm("en", Map.of()).of(new Piece(text, 100, Piece.End.SENTENCE));
        assertThat(tokens.stream().map(t -> text.substring(t.textStart() - 100, t.textEnd() - 100)))
                .containsExactly("Pay", "$3.50", "$3.50", "$3.50", "$3.50", "$3.50", "to", "Dr.", "Smith");
    }

    @Test
    void shouldDropFencedCode() {
        assertThat(SpokenForm.read("Run this:\n```java\nint x = 1;\n```\nand wait."))
                .isEqualTo("Run this: and wait.");
    }

    @Test
    void shouldFollowTheTenantsPronunciationsBeforeAnyRule() {
        SpokenForm form = new SpokenForm("en", Map.of("SQL", "S Q L", "New York", "noo yawk", "Qwen", "/K W EH1 N/"));
        List<SpokenToken> tokens = form.of(new Piece("sql in New York by Qwen", 0, Piece.End.SENTENCE));
        assertThat(tokens)
                .extracting(SpokenToken::word)
                .containsExactly("S", "Q", "L", "in", "noo", "yawk", "by", "Qwen");
        assertThat(tokens.getLast().phonemes()).containsExactly("K", "W", "EH1", "N");
    }

    @Test
    void shouldUnderstandBreaksEmphasisAndPhonemes() {
        String text = "One <break time=\"1.5s\"/> two <emphasis level=\"strong\">three</emphasis> "
                + "<phoneme alphabet=\"x-arpabet\" ph=\"F AO1 R\">four</phoneme>";
        List<SpokenToken> tokens = new SpokenForm("en", Map.of()).of(new Piece(text, 0, Piece.End.SENTENCE));
        assertThat(tokens).extracting(SpokenToken::word).containsExactly("One", "two", "three", "four");
        assertThat(tokens.get(0).pauseMillis()).isEqualTo(1_500);
        assertThat(tokens.get(2).emphasis()).isEqualTo(2);
        assertThat(tokens.get(3).phonemes()).containsExactly("F", "AO1", "R");
    }

    @Test
    void shouldLeaveOtherLanguagesToTheirEngines() {
        SpokenForm form = new SpokenForm("de", Map.of());
        List<SpokenToken> tokens = form.of(new Piece("Am **3. Mai** um 15:30 Uhr, ja?", 0, Piece.End.SENTENCE));
        assertThat(tokens).extracting(SpokenToken::word).startsWith("Am", "3", "Mai", "um", "15");
        assertThat(tokens.getLast().after()).isEqualTo("?");
    }

    @Test
    void shouldSurviveAnything() {
        long seed = System.nanoTime();
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        String[] parts = {
            "<",
            ">",
            "</",
            "/>",
            "<break",
            " time=\"",
            "\"",
            "<say-as interpret-as=\"date\">",
            "</say-as>",
            "**",
            "`",
            "```",
            "[",
            "](",
            ")",
            "![",
            "http://",
            "@",
            "$",
            "1,234.5",
            "3/4",
            "12:30",
            "-",
            "\u0000",
            "\ud83d",
            "\ude00",
            "\n",
            " ",
            "a.b.c",
            "Dr.",
            "\u0661\u0662",
            "\u00bd",
            "e.g.",
            "&amp;",
            "+1 (555) 123",
            "..",
            "\u0301",
            "II",
            "'",
            "_",
            "x",
            "%"
        };
        long until = System.nanoTime() + 2_000_000_000L;
        while (System.nanoTime() < until) {
            StringBuilder text = new StringBuilder();
            for (int i = random.nextInt(40); i > 0; i--) {
                if (random.nextInt(4) == 0) {
                    text.append((char) random.nextInt(0x10000));
                } else {
                    text.append(parts[random.nextInt(parts.length)]);
                }
            }
            String written = text.toString();
            for (SpokenToken token : new SpokenForm("en", Map.of()).of(new Piece(written, 0, Piece.End.SENTENCE))) {
                assertThat(token.textEnd())
                        .as("seed %d, text %s", seed, written)
                        .isBetween(token.textStart(), written.length());
                assertThat(token.word()).as("seed %d, text %s", seed, written).doesNotContain(" ", "\u0000");
            }
        }
    }

    @Test
    void shouldReadALongTextInReasonableTime() {
        String text = "[".repeat(3_000) + "a.b".repeat(3_000) + "1,".repeat(3_000) + "<a ".repeat(3_000);
        assertThat(SpokenForm.read(text)).isNotEmpty();
    }
}
