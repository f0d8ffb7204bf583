package parley.audio.pcm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class SampleRateTest {
    @Test
    void shouldCountSamplesAndTime() {
        assertThat(SampleRate.KHZ_48.samplesIn(20)).isEqualTo(960);
        assertThat(SampleRate.KHZ_16.nanos(320)).isEqualTo(20_000_000L);
        assertThat(SampleRate.KHZ_16.millis(320)).isEqualTo(20.0);
    }

    @Test
    void shouldNotOverflowAfterAYear() {
        long yearNanos = 365L * 86_400 * 1_000_000_000L;
        long samples = SampleRate.KHZ_48.samplesInNanos(yearNanos);
        assertThat(samples).isEqualTo(365L * 86_400 * 48_000);
        assertThat(SampleRate.KHZ_48.nanos(samples)).isEqualTo(yearNanos);
    }

    @Test
    void shouldConvertPositionsToTheNearest() {
        assertThat(SampleRate.KHZ_48.convert(961, SampleRate.KHZ_16)).isEqualTo(320);
        assertThat(SampleRate.KHZ_48.convert(962, SampleRate.KHZ_16)).isEqualTo(321);
        assertThat(SampleRate.KHZ_16.convert(-320, SampleRate.KHZ_48)).isEqualTo(-960);
    }

    @Test
    void shouldRefuseNonsense() {
        assertThatThrownBy(() -> new SampleRate(0)).hasMessageContaining("0 Hz");
    }
}
