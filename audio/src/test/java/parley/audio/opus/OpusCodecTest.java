package parley.audio.opus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import parley.audio.pcm.SampleRate;

class OpusCodecTest {
    private static final int FRAME_24 = 480;
    private static final int FRAME_16 = 320;

    @Test
    void shouldBringAToneThrough() throws OpusException {
        try (var encoder = new OpusEncoder(SampleRate.KHZ_24, OpusSettings.VOICE);
                var decoder = new OpusDecoder(SampleRate.KHZ_16)) {
            byte[] packet = new byte[OpusEncoder.MAX_PACKET];
            double energy = 0;
            for (int frame = 0; frame < 20; frame++) {
                int length = encoder.encode(tone(frame), 0, FRAME_24, packet, 0);
                short[] heard = decoder.decode(packet, 0, length);
                assertThat(heard).hasSize(FRAME_16);
                energy = level(heard);
            }
            assertThat(energy).isBetween(5_000.0, 7_500.0);
        }
    }

    @Test
    void shouldRecoverALostFrameFromTheNextPacket() throws OpusException {
        try (var encoder = new OpusEncoder(SampleRate.KHZ_24, new OpusSettings(32_000, 5, 25, false));
                var decoder = new OpusDecoder(SampleRate.KHZ_16)) {
            byte[][] packets = new byte[40][];
            for (int frame = 0; frame < packets.length; frame++) {
                byte[] packet = new byte[OpusEncoder.MAX_PACKET];
                int length = encoder.encode(speechLike(frame), 0, FRAME_24, packet, 0);
                packets[frame] = Arrays.copyOf(packet, length);
            }
            int carrier = 9;
            while (carrier < packets.length && !decoder.carriesPrevious(packets[carrier], 0, packets[carrier].length)) {
                carrier++;
            }
            assertThat(carrier)
                    .as("the first packet with a copy of the one before")
                    .isLessThan(packets.length);
            for (int frame = 0; frame < carrier - 1; frame++) {
                decoder.decode(packets[frame], 0, packets[frame].length);
            }
            short[] recovered = decoder.recover(packets[carrier], 0, packets[carrier].length, FRAME_16);
            assertThat(recovered).hasSize(FRAME_16);
            assertThat(level(recovered)).isGreaterThan(500);
        }
    }

    @Test
    void shouldConcealALostFrame() throws OpusException {
        try (var encoder = new OpusEncoder(SampleRate.KHZ_24, OpusSettings.VOICE);
                var decoder = new OpusDecoder(SampleRate.KHZ_16)) {
            byte[] packet = new byte[OpusEncoder.MAX_PACKET];
            for (int frame = 0; frame < 10; frame++) {
                decoder.decode(packet, 0, encoder.encode(tone(frame), 0, FRAME_24, packet, 0));
            }
            assertThat(level(decoder.conceal(FRAME_16))).isGreaterThan(1_000);
        }
    }

    @Test
    void shouldRefuseGarbageAndGoOn() throws OpusException {
        long seed = 20_261;
        Random random = new Random(seed);
        try (var decoder = new OpusDecoder(SampleRate.KHZ_16)) {
            for (int i = 0; i < 2_000; i++) {
                byte[] garbage = new byte[1 + random.nextInt(1_600)];
                random.nextBytes(garbage);
                try {
                    assertThat(decoder.decode(garbage, 0, garbage.length).length)
                            .as("seed " + seed)
                            .isLessThanOrEqualTo(1_920);
                } catch (OpusException refused) {
                    assertThat(refused).hasMessageContaining("bytes");
                }
            }
            assertThat(decoder.conceal(FRAME_16)).hasSize(FRAME_16);
        }
    }

    @Test
    void shouldSaySoWhereARateIsNotPossible() {
        assertThatThrownBy(() -> new OpusDecoder(new SampleRate(44_100))).hasMessageContaining("44100");
    }

    @Test
    void shouldNameItsVersion() {
        assertThat(Opus.version()).startsWith("libopus");
    }

    private static short[] tone(int frame) {
        short[] samples = new short[FRAME_24];
        for (int i = 0; i < FRAME_24; i++) {
            samples[i] = (short) (9_000 * Math.sin(2 * Math.PI * 440 * (frame * FRAME_24 + i) / 24_000));
        }
        return samples;
    }

    private static short[] speechLike(int frame) {
        short[] samples = new short[FRAME_24];
        for (int i = 0; i < FRAME_24; i++) {
            double t = (frame * FRAME_24 + i) / 24_000.0;
            double voiced = 0;
            for (int harmonic = 1; harmonic < 15; harmonic++) {
                voiced += Math.sin(2 * Math.PI * 120 * harmonic * t + harmonic) / harmonic;
            }
            samples[i] = (short) (3_000 * voiced * (0.7 + 0.3 * Math.sin(2 * Math.PI * 4 * t)));
        }
        return samples;
    }

    private static double level(short[] samples) {
        double sum = 0;
        for (short sample : samples) {
            sum += (double) sample * sample;
        }
        return Math.sqrt(sum / samples.length);
    }
}
