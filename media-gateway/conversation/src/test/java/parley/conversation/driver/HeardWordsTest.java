package parley.conversation.driver;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import parley.audio.pcm.SampleRate;
import parley.conversation.event.TimedWord;
import parley.tts.SpokenWord;

class HeardWordsTest {
    private static final String TEXT = "It costs $3, all in.";
    private static final SampleRate RATE = SampleRate.KHZ_24;

    private final HeardWords words = new HeardWords(RATE);

    private void spoken(String text, int startMillis, int endMillis, String written) {
        int at = TEXT.indexOf(written);
        words.add(
                new SpokenWord(
                        text, RATE.samplesIn(startMillis), RATE.samplesIn(endMillis), false, at, at + written.length()),
                0);
    }

    private void all() {
        spoken("it", 0, 100, "It");
        spoken("costs", 100, 400, "costs");
        spoken("three", 400, 700, "$3,");
        spoken("dollars", 700, 1_100, "$3,");
        spoken("all", 1_300, 1_500, "all");
        spoken("in", 1_500, 1_800, "in.");
        words.begin(5_000_000_000L);
    }

    private List<TimedWord> at(int spoken, long millis) {
        return words.upTo(spoken, TEXT, millis * 1_000_000);
    }

    private static TimedWord word(String text, long start, long end) {
        return new TimedWord(text, start, end, 1, true);
    }

    @Test
    void shouldTellWrittenWordsWithTheTimesAtWhichTheyWereHeard() {
        all();
        assertThat(at(1, 5_100)).containsExactly(word("It", 5_000, 5_100));
        assertThat(at(1, 5_120)).isEmpty();
        assertThat(at(2, 5_400)).containsExactly(word("costs", 5_100, 5_400));
        assertThat(at(3, 5_700)).isEmpty();
        assertThat(at(4, 6_100)).containsExactly(word("$3,", 5_400, 6_100));
        // Both are confirmed at once: the first ended as much earlier as the second is long.
        assertThat(at(6, 6_800)).containsExactly(word("all", 6_300, 6_500), word("in.", 6_500, 6_800));
    }

    @Test
    void shouldKeepTheTimesOfWordsAfterAPause() {
        all();
        at(2, 5_400);
        assertThat(at(4, 9_100)).containsExactly(word("$3,", 8_400, 9_100));
    }

    @Test
    void shouldNeverLetWordsOverlapOrBeginBeforeTheFirstSample() {
        all();
        assertThat(at(1, 5_050)).containsExactly(word("It", 5_000, 5_050));
        assertThat(at(2, 5_200)).containsExactly(word("costs", 5_050, 5_200));
    }
}
