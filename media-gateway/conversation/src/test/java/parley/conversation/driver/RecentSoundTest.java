package parley.conversation.driver;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import parley.turns.end.AudioEndingModel;

class RecentSoundTest {
    private static final int FRAME = 320;
    private static final long FRAME_NANOS = 20_000_000;

    private final RecentSound sound = new RecentSound();

    private static short[] frame(int value) {
        short[] samples = new short[FRAME];
        Arrays.fill(samples, (short) value);
        return samples;
    }

    @Test
    void shouldGiveWhatWasHeardUpToAMomentAndNothingAfterIt() {
        for (int i = 0; i < 5; i++) {
            sound.add(frame(i + 1), FRAME, i * FRAME_NANOS);
        }
        short[] heard = sound.until(3 * FRAME_NANOS);
        assertThat(heard).hasSize(3 * FRAME);
        assertThat(heard[0]).isEqualTo((short) 1);
        assertThat(heard[heard.length - 1]).isEqualTo((short) 3);
    }

    @Test
    void shouldHoldTheWindowOfAnAudioModelHoweverLongSomebodySpeaks() {
        int frames = 1000;
        for (int i = 0; i < frames; i++) {
            sound.add(frame(i), FRAME, i * FRAME_NANOS);
        }
        short[] heard = sound.until(frames * FRAME_NANOS);
        assertThat(heard).hasSize(AudioEndingModel.WINDOW_SAMPLES);
        assertThat(heard[heard.length - 1]).isEqualTo((short) (frames - 1));
        assertThat(heard[0]).isEqualTo((short) (frames - AudioEndingModel.WINDOW_SAMPLES / FRAME));
    }

    @Test
    void shouldHearSilenceWhereNothingCame() {
        sound.add(frame(5), FRAME, 0);
        sound.add(frame(6), FRAME, 10 * FRAME_NANOS);
        short[] heard = sound.until(11 * FRAME_NANOS);
        assertThat(heard).hasSize(11 * FRAME);
        assertThat(heard[FRAME]).isZero();
        assertThat(heard[10 * FRAME - 1]).isZero();
        assertThat(heard[10 * FRAME]).isEqualTo((short) 6);
    }

    @Test
    void shouldSurviveAGapLongerThanItsMemory() {
        sound.add(frame(5), FRAME, 0);
        sound.add(frame(6), FRAME, 3_600_000_000_000L);
        short[] heard = sound.until(3_600_000_000_000L + FRAME_NANOS);
        assertThat(heard).hasSize(AudioEndingModel.WINDOW_SAMPLES);
        assertThat(heard[0]).isZero();
        assertThat(heard[heard.length - 1]).isEqualTo((short) 6);
    }

    @Test
    void shouldHaveNothingBeforeAnythingWasHeard() {
        assertThat(sound.until(1_000_000_000)).isEmpty();
    }
}
