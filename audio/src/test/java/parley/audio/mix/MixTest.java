package parley.audio.mix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import org.junit.jupiter.api.Test;
import parley.audio.pcm.PcmFrame;
import parley.audio.pcm.SampleRate;

class MixTest {
    private static final int FRAME = 960;

    private static short[] tone(double hz, int amplitude, int position) {
        short[] samples = new short[FRAME];
        for (int i = 0; i < FRAME; i++) {
            samples[i] = (short) Math.round(amplitude * Math.sin(2 * Math.PI * hz * (position + i) / 48_000));
        }
        return samples;
    }

    @Test
    void shouldAddVoicesExactlyWhileThereIsRoom() {
        Mixer mixer = new Mixer(SampleRate.KHZ_48, FRAME);
        short[] a = tone(300, 8_000, 0);
        short[] b = tone(500, 8_000, 0);
        short[] out = new short[FRAME];
        mixer.begin();
        mixer.add(new PcmFrame(SampleRate.KHZ_48, 0, a));
        mixer.add(new PcmFrame(SampleRate.KHZ_48, 0, b));
        mixer.mix(new Limiter(), out);
        for (int i = 0; i < FRAME; i++) {
            assertThat(out[i]).isEqualTo((short) (a[i] + b[i]));
        }
        assertThat(mixer.voices()).isEqualTo(2);
    }

    @Test
    void shouldGiveEverybodyTheOthersWithoutThemselves() {
        Mixer mixer = new Mixer(SampleRate.KHZ_48, FRAME);
        short[] a = tone(300, 8_000, 0);
        short[] b = tone(500, 8_000, 0);
        short[] out = new short[FRAME];
        mixer.begin();
        mixer.add(a, 0, FRAME);
        mixer.add(b, 0, FRAME);
        mixer.mixWithout(a, 0, FRAME, new Limiter(), out);
        assertThat(out).isEqualTo(b);
        mixer.mixWithout(b, 0, FRAME, new Limiter(), out);
        assertThat(out).isEqualTo(a);
    }

    @Test
    void shouldForgetTheMomentBefore() {
        Mixer mixer = new Mixer(SampleRate.KHZ_48, FRAME);
        short[] out = new short[FRAME];
        mixer.begin();
        mixer.add(tone(300, 8_000, 0), 0, FRAME);
        mixer.begin();
        mixer.add(new short[] {7, 8}, 0, 2);
        mixer.mix(new Limiter(), out);
        assertThat(out).startsWith(7, 8, 0, 0);
    }

    @Test
    void shouldHoldLoudSumsBelowFullScaleWithoutJumps() {
        Mixer mixer = new Mixer(SampleRate.KHZ_48, FRAME);
        Limiter limiter = new Limiter();
        short[] out = new short[FRAME];
        int last = 0;
        double steepest = 0;
        for (int frame = 0; frame < 100; frame++) {
            mixer.begin();
            // Three voices at full scale between frames 20 and 40, one quiet one always.
            mixer.add(tone(200, 5_000, frame * FRAME), 0, FRAME);
            if (frame >= 20 && frame < 40) {
                mixer.add(tone(200, 32_000, frame * FRAME), 0, FRAME);
                mixer.add(tone(200, 32_000, frame * FRAME), 0, FRAME);
            }
            mixer.mix(limiter, out);
            for (short sample : out) {
                assertThat((int) sample).isBetween(-31_000, 31_000);
                steepest = Math.max(steepest, Math.abs(sample - last));
                last = sample;
            }
        }
        // A 200 Hz tone at the ceiling moves by 785 a sample at most; the attack adds a little.
        assertThat(steepest).isLessThan(2_500);
        assertThat(limiter.gain()).isEqualTo(1);
    }

    @Test
    void shouldNeverOverflowWhateverIsAdded() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        Mixer mixer = new Mixer(SampleRate.KHZ_16, 320);
        Limiter limiter = new Limiter();
        short[] out = new short[320];
        for (int round = 0; round < 500; round++) {
            mixer.begin();
            int voices = random.nextInt(200);
            int[] exact = new int[320];
            for (int v = 0; v < voices; v++) {
                short[] noise = new short[320];
                for (int i = 0; i < noise.length; i++) {
                    noise[i] = (short) random.nextInt();
                    exact[i] += noise[i];
                }
                mixer.add(noise, 0, noise.length);
            }
            mixer.mix(limiter, out);
            for (int i = 0; i < out.length; i++) {
                // Limiting changes the size, never the sign.
                assertThat((long) out[i] * exact[i]).as("seed %d", seed).isGreaterThanOrEqualTo(0);
            }
        }
    }

    @Test
    void shouldFadeWithoutClicks() {
        Gain gain = new Gain(SampleRate.KHZ_48, 1);
        gain.fadeTo(0, 20);
        short[] steady = new short[2 * FRAME];
        java.util.Arrays.fill(steady, (short) 10_000);
        short[] out = new short[2 * FRAME];
        gain.apply(steady, 0, out, 0, out.length);
        int steepest = 10_000 - out[0];
        for (int i = 1; i < out.length; i++) {
            assertThat(out[i]).isLessThanOrEqualTo(out[i - 1]);
            steepest = Math.max(steepest, out[i - 1] - out[i]);
        }
        assertThat(steepest).isLessThan(20);
        assertThat(out[FRAME - 1]).isZero();
        assertThat(gain.settled()).isTrue();
    }

    @Test
    void shouldTurnAroundInTheMiddleOfAFade() {
        Gain gain = new Gain(SampleRate.KHZ_48, 1);
        short[] steady = new short[480];
        java.util.Arrays.fill(steady, (short) 10_000);
        short[] down = new short[480];
        short[] up = new short[480];
        gain.fadeTo(0, 20);
        gain.apply(steady, 0, down, 0, 480);
        gain.fadeTo(1, 10);
        gain.apply(steady, 0, up, 0, 480);
        assertThat(Math.abs(up[0] - down[479])).isLessThan(40);
        assertThat(up[479]).isEqualTo((short) 10_000);
    }

    @Test
    void shouldDuckInPlaceAndComeBack() {
        Gain gain = new Gain(SampleRate.KHZ_16, 1);
        PcmFrame frame = PcmFrame.silence(SampleRate.KHZ_16, 0, 320);
        assertThat(gain.apply(frame)).isSameAs(frame);
        gain.fadeTo(0.3, 20);
        assertThat(ducked(gain)[319]).isEqualTo((short) 3_000);
        gain.fadeTo(1, 40);
        assertThat(ducked(gain)[319]).isBetween((short) 3_000, (short) 9_990);
        assertThat(ducked(gain)[319]).isEqualTo((short) 10_000);
        assertThat(gain.apply(frame)).isSameAs(frame);
    }

    private static short[] ducked(Gain gain) {
        short[] steady = new short[320];
        java.util.Arrays.fill(steady, (short) 10_000);
        gain.apply(steady, 0, steady, 0, steady.length);
        return steady;
    }

    @Test
    void shouldRefuseWhatDoesNotFit() {
        Mixer mixer = new Mixer(SampleRate.KHZ_48, FRAME);
        assertThatThrownBy(() -> mixer.add(PcmFrame.silence(SampleRate.KHZ_16, 0, 320)))
                .hasMessageContaining("16000");
        assertThatThrownBy(() -> new Gain(SampleRate.KHZ_16, Double.NaN)).hasMessageContaining("NaN");
    }
}
