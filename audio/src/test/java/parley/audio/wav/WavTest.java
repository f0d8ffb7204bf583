package parley.audio.wav;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import parley.audio.pcm.PcmFrame;
import parley.audio.pcm.SampleRate;

class WavTest {
    @TempDir
    private Path folder;

    private static short[] ramp(int length) {
        short[] samples = new short[length];
        for (int i = 0; i < length; i++) {
            samples[i] = (short) (i * 7 - 20_000);
        }
        return samples;
    }

    @Test
    void shouldReadBackWhatWasWritten() throws IOException {
        Path file = folder.resolve("a.wav");
        WavWriter.write(file, SampleRate.KHZ_16, ramp(40_000));
        PcmFrame frame = WavReader.readMono(file);
        assertThat(frame.rate()).isEqualTo(SampleRate.KHZ_16);
        assertThat(frame.samples()).isEqualTo(ramp(40_000));
        assertThat(Files.readAllBytes(file)).isEqualTo(WavWriter.toBytes(SampleRate.KHZ_16, ramp(40_000)));
    }

    @Test
    void shouldBeWholeAfterEveryFlush() throws IOException {
        Path file = folder.resolve("growing.wav");
        try (WavWriter writer = new WavWriter(file, SampleRate.KHZ_16, 1)) {
            writer.write(new PcmFrame(SampleRate.KHZ_16, 0, ramp(100)));
            writer.flush();
            assertThat(WavReader.readMono(file).samples()).isEqualTo(ramp(100));
            writer.write(new PcmFrame(SampleRate.KHZ_16, 100, ramp(50)));
            writer.flush();
            assertThat(WavReader.readMono(file).length()).isEqualTo(150);
        }
    }

    @Test
    void shouldMixChannelsToOne() throws IOException {
        Path file = folder.resolve("stereo.wav");
        try (WavWriter writer = new WavWriter(file, SampleRate.KHZ_48, 2)) {
            writer.write(new short[] {100, 300, -200, -400}, 0, 4);
            assertThat(writer.position()).isEqualTo(2);
        }
        assertThat(WavReader.readMono(file).samples()).containsExactly(200, -300);
        try (WavReader reader = WavReader.open(file)) {
            short[] into = new short[9];
            assertThat(reader.readInterleaved(into, 1, 8)).isEqualTo(4);
            assertThat(into).startsWith(0, 100, 300, -200, -400);
            assertThat(reader.readInterleaved(into, 0, 8)).isEqualTo(-1);
            assertThat(reader.truncated()).isFalse();
        }
    }

    @Test
    void shouldGiveEveryWholeSampleOfATruncatedFile() throws IOException {
        byte[] whole = WavWriter.toBytes(SampleRate.KHZ_16, ramp(1_000));
        for (int cut = 44; cut < whole.length; cut++) {
            try (WavReader reader = new WavReader(new ByteArrayInputStream(whole, 0, cut))) {
                short[] samples = reader.readMono(10_000).samples();
                assertThat(samples).isEqualTo(Arrays.copyOf(ramp(1_000), (cut - 44) / 2));
                assertThat(reader.truncated()).isTrue();
            }
        }
    }

    @Test
    void shouldReadToTheEndWhenTheLengthWasNeverFilledIn() throws IOException {
        byte[] whole = WavWriter.toBytes(SampleRate.KHZ_16, ramp(1_000));
        for (int length : new int[] {0, -1}) {
            ByteBuffer.wrap(whole).order(ByteOrder.LITTLE_ENDIAN).putInt(40, length);
            try (WavReader reader = new WavReader(new ByteArrayInputStream(whole))) {
                assertThat(reader.readMono(10_000).samples()).isEqualTo(ramp(1_000));
            }
        }
    }

    @Test
    void shouldReadEveryEncoding() throws IOException {
        assertThat(read(1, 8, new byte[] {(byte) 0x80, (byte) 0xFF, 0})).containsExactly(0, 32_512, -32_768);
        assertThat(read(1, 24, new byte[] {9, 0x34, 0x12})).containsExactly(0x1234);
        assertThat(read(1, 32, new byte[] {9, 9, 0x34, 0x12})).containsExactly(0x1234);
        byte[] floats = ByteBuffer.allocate(12)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putFloat(0.5f)
                .putFloat(3)
                .putFloat(Float.NaN)
                .array();
        assertThat(read(3, 32, floats)).containsExactly(16_384, 32_767, 0);
        byte[] doubles = ByteBuffer.allocate(8)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putDouble(-0.5)
                .array();
        assertThat(read(3, 64, doubles)).containsExactly(-16_384);
        assertThat(read(6, 8, new byte[] {(byte) 0xAA})).containsExactly(32_256);
        assertThat(read(7, 8, new byte[] {(byte) 0x80})).containsExactly(32_124);
    }

    private static short[] read(int code, int bits, byte[] data) throws IOException {
        ByteBuffer file = ByteBuffer.allocate(44 + data.length).order(ByteOrder.LITTLE_ENDIAN);
        file.put(WavWriter.toBytes(SampleRate.KHZ_16, new short[0])).put(data);
        file.putShort(20, (short) code).putShort(34, (short) bits).putInt(40, data.length);
        try (WavReader reader = new WavReader(new ByteArrayInputStream(file.array()))) {
            return reader.readMono(100).samples();
        }
    }

    @Test
    void shouldSayWhatIsWrong() {
        assertThatThrownBy(() -> new WavReader(
                        new ByteArrayInputStream("not a file".getBytes(java.nio.charset.StandardCharsets.US_ASCII))))
                .isInstanceOf(WavFormatException.class)
                .hasMessageContaining("RIFF");
        assertThatThrownBy(() -> read(2, 4, new byte[4])).hasMessageContaining("format code 2");
    }

    @Test
    void shouldSurviveDamagedFiles() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        byte[] whole = WavWriter.toBytes(SampleRate.KHZ_16, ramp(200));
        for (int round = 0; round < 50_000; round++) {
            byte[] damaged = Arrays.copyOf(whole, random.nextInt(whole.length + 1));
            for (int i = random.nextInt(6); i >= 0 && damaged.length > 0; i--) {
                damaged[random.nextInt(Math.min(damaged.length, 60))] = (byte) random.nextInt();
            }
            try (WavReader reader = new WavReader(new ByteArrayInputStream(damaged))) {
                assertThat(reader.readMono(100_000).length())
                        .as("seed %d", seed)
                        .isLessThanOrEqualTo(500);
            } catch (IOException expected) {
                assertThat(expected).as("seed %d", seed).isInstanceOf(WavFormatException.class);
            }
        }
    }
}
