package parley.audio.resample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import parley.audio.pcm.SampleRate;

class ResamplerTest {
    @ParameterizedTest
    @CsvSource({"48000,16000", "16000,48000", "44100,16000", "22050,24000", "8000,16000", "24000,16000", "16000,24000"})
    void shouldKeepAToneAndItsPlace(int from, int to) {
        short[] in = tone(1_000, from, from / 2);
        short[] out = Resampler.convert(in, new SampleRate(from), new SampleRate(to));
        assertThat(out).hasSize(to / 2);
        double error = 0;
        short[] wanted = tone(1_000, to, to / 2);
        for (int i = to / 20; i < to * 9 / 20; i++) {
            error = Math.max(error, Math.abs(out[i] - wanted[i]));
        }
        assertThat(error).isLessThan(60);
    }

    @Test
    void shouldNotLetTonesAboveTheNewRateFoldBack() {
        short[] out = Resampler.convert(tone(11_000, 48_000, 24_000), SampleRate.KHZ_48, SampleRate.KHZ_16);
        double peak = 0;
        for (int i = 800; i < out.length - 800; i++) {
            peak = Math.max(peak, Math.abs(out[i]));
        }
        assertThat(peak).isLessThan(10);
    }

    @Test
    void shouldGiveTheSameInPiecesAsAtOnce() {
        long seed = 7;
        Random random = new Random(seed);
        short[] in = tone(700, 44_100, 44_100);
        Resampler resampler = new Resampler(new SampleRate(44_100), SampleRate.KHZ_16);
        short[] pieces = new short[0];
        for (int at = 0; at < in.length; ) {
            int count = Math.min(in.length - at, random.nextInt(2_000));
            short[] piece = resampler.process(in, at, count);
            pieces = Arrays.copyOf(pieces, pieces.length + piece.length);
            System.arraycopy(piece, 0, pieces, pieces.length - piece.length, piece.length);
            at += count;
        }
        short[] whole = Resampler.convert(in, new SampleRate(44_100), SampleRate.KHZ_16);
        assertThat(Arrays.copyOf(whole, pieces.length)).as("seed " + seed).isEqualTo(pieces);
        assertThat(pieces.length).isCloseTo(16_000, within(20));
    }

    private static short[] tone(double hz, int rate, int length) {
        short[] samples = new short[length];
        for (int i = 0; i < length; i++) {
            samples[i] = (short) Math.round(10_000 * Math.sin(2 * Math.PI * hz * i / rate));
        }
        return samples;
    }
}
