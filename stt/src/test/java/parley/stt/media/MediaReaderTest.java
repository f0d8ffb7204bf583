package parley.stt.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.javacv.FFmpegFrameRecorder;
import org.bytedeco.javacv.Frame;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MediaReaderTest {
    @TempDir
    Path folder;

    private static byte[] wav(int rate, int channels, int frames, int amplitude) {
        int bytes = frames * channels * 2;
        ByteBuffer file = ByteBuffer.allocate(44 + bytes).order(ByteOrder.LITTLE_ENDIAN);
        file.put("RIFF".getBytes(StandardCharsets.US_ASCII)).putInt(36 + bytes);
        file.put("WAVEfmt ".getBytes(StandardCharsets.US_ASCII)).putInt(16).putShort((short) 1);
        file.putShort((short) channels).putInt(rate).putInt(rate * channels * 2);
        file.putShort((short) (channels * 2)).putShort((short) 16);
        file.put("data".getBytes(StandardCharsets.US_ASCII)).putInt(bytes);
        for (int i = 0; i < frames * channels; i++) {
            file.putShort((short) (amplitude * Math.sin(i * 0.05)));
        }
        return file.array();
    }

    private Path write(String name, byte[] bytes) throws Exception {
        return Files.write(folder.resolve(name), bytes);
    }

    private static long readAll(Path file) throws MediaException {
        try (MediaReader reader = MediaReader.open(file)) {
            for (short[] samples = reader.read(); samples.length > 0; ) {
                samples = reader.read();
            }
            return reader.samplesRead();
        }
    }

    private static void assertFails(Path file, MediaException.Reason reason) {
        assertThatThrownBy(() -> readAll(file)).isInstanceOfSatisfying(MediaException.class, e -> {
            assertThat(e.reason()).isEqualTo(reason);
            assertThat(e.getMessage()).contains(file.getFileName().toString());
        });
    }

    @Test
    void shouldReadAnyRateAndChannelCount() throws Exception {
        assertThat(readAll(write("a.wav", wav(44_100, 2, 88_200, 9_000)))).isBetween(31_900L, 32_100L);
        assertThat(readAll(write("b.wav", wav(8_000, 1, 8_000, 9_000)))).isBetween(15_900L, 16_100L);
    }

    @Test
    void shouldReadOtherFormats() throws Exception {
        for (String name : new String[] {"a.ogg", "a.webm", "a.mp4", "a.flac"}) {
            Path file = folder.resolve(name);
            int codec = name.endsWith("mp4")
                    ? avcodec.AV_CODEC_ID_AAC
                    : name.endsWith("flac") ? avcodec.AV_CODEC_ID_FLAC : avcodec.AV_CODEC_ID_OPUS;
            try (FFmpegFrameRecorder recorder = new FFmpegFrameRecorder(file.toFile(), 2)) {
                recorder.setSampleRate(48_000);
                recorder.setAudioCodec(codec);
                recorder.start();
                Frame frame = new Frame();
                frame.sampleRate = 48_000;
                frame.audioChannels = 2;
                short[] tone = new short[96_000];
                for (int i = 0; i < tone.length; i++) {
                    tone[i] = (short) (8_000 * Math.sin(i * 0.03));
                }
                frame.samples = new java.nio.Buffer[] {java.nio.ShortBuffer.wrap(tone)};
                recorder.recordSamples(48_000, 2, frame.samples);
                recorder.stop();
            }
            assertThat(readAll(file)).as(name).isBetween(15_000L, 17_500L);
        }
    }

    @Test
    void shouldSayWhatIsWrongWithAFile() throws Exception {
        assertFails(folder.resolve("nothing.wav"), MediaException.Reason.MISSING);
        assertFails(write("empty.wav", new byte[0]), MediaException.Reason.EMPTY);
        assertFails(write("header.wav", wav(16_000, 1, 0, 0)), MediaException.Reason.EMPTY);
        assertFails(
                write("text.mp3", "not a recording".getBytes(StandardCharsets.UTF_8)), MediaException.Reason.NOT_AUDIO);
        assertFails(write("quiet.wav", wav(16_000, 1, 16_000, 3)), MediaException.Reason.SILENT);
        assertFails(
                write("cut.wav", Arrays.copyOf(wav(16_000, 1, 16_000, 9_000), 20_000)),
                MediaException.Reason.TRUNCATED);
        assertFails(folder, MediaException.Reason.NOT_AUDIO);
    }

    @Test
    void shouldNeverCrashOnDamagedFiles() throws Exception {
        long seed = 21;
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        byte[] good = wav(16_000, 1, 4_000, 9_000);
        long end = System.nanoTime() + 2_000_000_000L;
        int read = 0;
        int refused = 0;
        while (System.nanoTime() < end) {
            byte[] bad = good.clone();
            for (int i = 0; i < 3; i++) {
                bad[random.nextInt(60)] = (byte) random.nextInt();
            }
            try {
                readAll(write("damaged.wav", bad));
                read++;
            } catch (MediaException e) {
                refused++;
            }
        }
        assertThat(read).isPositive();
        assertThat(refused).isPositive();
    }
}
