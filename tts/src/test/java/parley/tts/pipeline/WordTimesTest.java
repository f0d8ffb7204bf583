package parley.tts.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import parley.tts.voice.Utterance;
import parley.tts.voice.VoiceTrial;

class WordTimesTest {
    private final Utterance utterance = new Utterance(VoiceTrial.tokens("one three seven, it"), "en", 1, 1);

    @Test
    void shouldShareTheSoundByTheLengthOfTheWords() {
        WordTimes times = new WordTimes(utterance, 0);
        times.soundedInAll(100, 27_000);
        assertThat(times.timings())
                .extracting(WordTimes.Timing::start)
                .containsExactly(100L, 100L + 27_000 * 5 / 27, 100L + 27_000 * 12 / 27, 100L + 27_000 * 23 / 27);
        assertThat(times.timings().getLast().end()).isEqualTo(27_100);
        assertThat(times.timings()).allMatch(WordTimes.Timing::estimated);
    }

    @Test
    void shouldGiveWordsOutOnTheWayOnceThePaceIsKnown() {
        WordTimes times = new WordTimes(utterance, 1_000);
        times.soundedSoFar(0, 5_500);
        assertThat(times.timings()).isEmpty();
        times.soundedSoFar(0, 6_000);
        assertThat(times.timings()).hasSize(1);
        times.soundedSoFar(0, 26_000);
        assertThat(times.timings()).hasSize(2);
        times.soundedInAll(0, 25_000);
        assertThat(times.timings()).hasSize(4);
        assertThat(times.timings().get(2).start()).isEqualTo(12_000);
        assertThat(times.timings().getLast().end()).isEqualTo(25_000);
    }

    @Test
    void shouldTrustAVoiceThatTells() {
        WordTimes times = new WordTimes(utterance, 1_000);
        times.told(0, 10, 20);
        times.soundedSoFar(0, 100_000);
        times.soundedInAll(0, 100_000);
        assertThat(times.timings()).containsExactly(new WordTimes.Timing(0, 10, 20, false));
    }
}
