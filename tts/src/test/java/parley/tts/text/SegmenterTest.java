package parley.tts.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class SegmenterTest {
    @Test
    void shouldStartWithTheFirstClause() {
        Segmenter segmenter = new Segmenter();
        assertThat(segmenter.append("Sure, I can")).isEmpty();
        assertThat(segmenter.append(" help, if")).extracting(Piece::text).containsExactly("Sure, I can help, ");
    }

    @Test
    void shouldStartEarlyWithoutAComma() {
        Segmenter segmenter = new Segmenter();
        List<Piece> pieces = segmenter.append("The meeting that you asked about is on the second floor of the old ");
        assertThat(pieces.getFirst().text()).isEqualTo("The meeting that you asked about ");
        assertThat(pieces.getFirst().end()).isEqualTo(Piece.End.FLOW);
    }

    @Test
    void shouldSpeakAShortSentenceAtOnce() {
        assertThat(new Segmenter().append("Yes. ")).isEmpty();
        assertThat(new Segmenter().append("Yes. I")).extracting(Piece::text).containsExactly("Yes. ");
        assertThat(new Segmenter().append("Really? ")).extracting(Piece::text).containsExactly("Really? ");
    }

    @Test
    void shouldNeverSplitWhatBelongsTogether() {
        for (String together : List.of(
                "3.5",
                "Dr. Smith",
                "e.g. this",
                "https://www.example.com/a,b",
                "10,000",
                "J. Smith",
                "i.e. that",
                "Mr. and Mrs. Lee",
                "No. 5",
                "U.S. economy",
                "a.m. on",
                "[see here, please](http://x.y/a b)",
                "Fig. 3",
                "john@example.com",
                "<say-as interpret-as=\"date\">3, 4</say-as>")) {
            String text = "Well then, I think that " + together + " is what we want, and so on.";
            List<String> pieces = streamed(text);
            assertThat(pieces).as(together).anyMatch(piece -> piece.contains(together));
        }
    }

    @Test
    void shouldEndSentencesWhereTheyEnd() {
        assertThat(streamed("We came. We saw! Did we win? It cost 3.5 dollars. Yes."))
                .containsExactly("We came. ", "We saw! ", "Did we win? ", "It cost 3.5 dollars. ", "Yes.");
        assertThat(streamed("He works at Acme Inc. She does not."))
                .containsExactly("He works at Acme Inc. ", "She does not.");
        assertThat(streamed("It is \u201cdone.\u201d Next one."))
                .containsExactly("It is \u201cdone.\u201d ", "Next one.");
    }

    @Test
    void shouldTakeLinesOfAListForSentences() {
        assertThat(streamed("# Plan\n- first thing\n- second thing\n\n1. one\n2. two"))
                .containsExactly("# Plan\n", "- first thing\n", "- second thing\n\n", "1. one\n", "2. two");
    }

    @Test
    void shouldKeepAFenceWhole() {
        String fence = "```java\nint x = 1;\n\nint y = 2;\n```\n";
        assertThat(streamed("Look here:\n" + fence + "That is all.")).anyMatch(piece -> piece.contains(fence));
    }

    @Test
    void shouldHurryWhenTheSoundRunsOut() {
        Segmenter segmenter = new Segmenter();
        segmenter.append("One two three. ");
        assertThat(segmenter.append("And then the ")).extracting(Piece::text).containsExactly("One two three. ");
        assertThat(segmenter.hurry()).extracting(Piece::text).containsExactly("And then ");
        assertThat(segmenter.append("rest")).isEmpty();
        assertThat(segmenter.end()).extracting(Piece::text).containsExactly("the rest");
    }

    @Test
    void shouldGrowItsPieces() {
        String text =
                "This is what happens when somebody talks on and on without ever making a stop because there is so "
                        + "much to say about everything and nobody dares to interrupt or to leave the room before it is over";
        List<Integer> words = streamed(text).stream().map(Boundaries::words).toList();
        assertThat(words.getFirst()).isLessThanOrEqualTo(8);
        assertThat(words.get(1)).isGreaterThan(words.getFirst());
        assertThat(words).allMatch(count -> count <= 30);
    }

    @Test
    void shouldLoseAndRepeatNothingHoweverTheTextIsCut() {
        long seed = System.nanoTime();
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        String[] parts = {
            "word",
            " ",
            " ",
            " ",
            ", ",
            ". ",
            "? ",
            "\n",
            "\n\n",
            "Dr.",
            " 3.5 ",
            "```",
            "[",
            "](",
            ")",
            "<",
            ">",
            "\ud83d\ude00",
            "e.g.",
            " - ",
            "(",
            "and ",
            "the ",
            "I",
            "x".repeat(200),
            "\u2026",
            "\"",
            "1.",
            "-"
        };
        for (int round = 0; round < 2_000; round++) {
            Segmenter segmenter = new Segmenter();
            StringBuilder text = new StringBuilder();
            List<Piece> pieces = new ArrayList<>();
            for (int i = random.nextInt(120); i > 0; i--) {
                String part = parts[random.nextInt(parts.length)];
                text.append(part);
                pieces.addAll(segmenter.append(part));
                if (random.nextInt(30) == 0) {
                    pieces.addAll(segmenter.hurry());
                }
            }
            pieces.addAll(segmenter.end());
            int at = 0;
            for (Piece piece : pieces) {
                String between = text.substring(at, piece.textStart());
                assertThat(between).as("seed %d", seed).isBlank();
                assertThat(text.substring(
                                piece.textStart(),
                                piece.textStart() + piece.text().length()))
                        .as("seed %d", seed)
                        .isEqualTo(piece.text());
                at = piece.textStart() + piece.text().length();
            }
            assertThat(text.substring(at)).as("seed %d", seed).isBlank();
        }
    }

    @Test
    void shouldBoundWhatItHolds() {
        Segmenter segmenter = new Segmenter();
        for (int i = 0; i < 1_000; i++) {
            segmenter.append("x".repeat(100));
            assertThat(segmenter.pendingChars()).isLessThan(1_500);
        }
    }

    @Test
    void shouldCutALongTextThatComesAtOnce() {
        String text = "This is one sentence of many, and it says nothing. ".repeat(2_000);
        List<Piece> pieces = new ArrayList<>(new Segmenter().append(text));
        assertThat(pieces).hasSizeGreaterThan(1_900);
        assertThat(pieces.stream().map(Piece::text).collect(Collectors.joining()))
                .isEqualTo(text.substring(
                        0,
                        pieces.stream().mapToInt(piece -> piece.text().length()).sum()));
    }

    /** Character by character, as no brain would. */
    private static List<String> streamed(String text) {
        Segmenter segmenter = new Segmenter();
        List<Piece> pieces = new ArrayList<>();
        for (int i = 0; i < text.length(); i++) {
            pieces.addAll(segmenter.append(text.substring(i, i + 1)));
        }
        pieces.addAll(segmenter.end());
        return pieces.stream().map(Piece::text).toList();
    }
}
