package parley.turns.completeness;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class WordBucketsTest {
    private static long[] ids(String before, String words) {
        return OnnxCompletenessModel.input(java.util.List.of(new CompletenessModel.Line(before, words)));
    }

    /** The numbers that ids_of in training/completeness_train.py gives for the same line. */
    @Test
    void shouldGiveTheNumbersOfTheTrainingScript() {
        long[] ids = ids("what is it", "i'd like a table");
        long[] expected = {
            11628, 4044, 958, 5556, 3447, 7612, 810, 8193, 630, 11696, 10090, 2885, 12136, 2197, 10794, 5362, 6291,
            1565, 1919, 5344, 4288, 9042, 1935, 4367
        };
        for (int i = 0; i < expected.length; i++) {
            assertThat(ids[ids.length - expected.length + i]).as("number " + i).isEqualTo(expected[i]);
        }
    }

    @Test
    void shouldReadOnlyTheLastWordsAndAnyWriting() {
        String last =
                "one two three four five six seven eight nine ten one two three four five six seven eight nine ten one two three";
        assertThat(ids("", "something before " + last)).containsExactly(ids("", last));
        assertThat(ids("What is it?", "I’d like a TABLE.")).containsExactly(ids("what is it", "i'd like a table"));
    }

    @Test
    void shouldTakeWhateverARecognizerWrites() {
        Random random = new Random(11);
        for (int i = 0; i < 2000; i++) {
            StringBuilder text = new StringBuilder();
            for (int j = random.nextInt(80); j > 0; j--) {
                text.appendCodePoint(random.nextInt(3) == 0 ? ' ' : 1 + random.nextInt(0x2FFF));
            }
            for (long id : ids(text.toString(), text.reverse().toString())) {
                assertThat(id).as("seed 11, line " + i).isBetween(0L, 12_287L);
            }
        }
    }
}
