package parley.tts.playout;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import parley.audio.pcm.SampleRate;

class ThinkingSoundTest {
    @Test
    void shouldMakeASoftSoundWithoutAStep() {
        short[] sound = ThinkingSound.lasting(3_000, SampleRate.KHZ_24);
        assertThat(sound).hasSize(72_000);
        for (int i = 1; i < sound.length; i++) {
            assertThat(Math.abs(sound[i] - sound[i - 1])).isLessThan(60);
            assertThat(Math.abs((int) sound[i])).isLessThan(700);
        }
    }
}
