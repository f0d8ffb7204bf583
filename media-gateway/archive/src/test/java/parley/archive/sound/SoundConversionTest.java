package parley.archive.sound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ShortBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.bytedeco.javacv.FFmpegFrameGrabber;
import org.bytedeco.javacv.Frame;
import org.bytedeco.javacv.FrameGrabber;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import parley.archive.recording.DiskQueue;
import parley.archive.recording.MeetingRecording;
import parley.audio.pcm.PcmFrame;
import parley.audio.pcm.SampleRate;

class SoundConversionTest {
    private static final int HZ = 16_000;
    private static final long FRAME_NANOS = 20_000_000;
    private static final double TONE_HZ = 440;
    /** An encoder's delay, which a stream does not tell, is at most a frame or two. */
    private static final double DELAY_SECONDS = 0.16;

    @TempDir
    Path folder;

    /** A tone from 1 s to 3 s, a pause that the file leaves out, and a tone from 40 s to 42 s. */
    private Path recording() throws Exception {
        try (DiskQueue disk = new DiskQueue(10_000)) {
            MeetingRecording recording = new MeetingRecording(folder, disk, Optional.empty(), message -> {});
            for (long from : new long[] {1_000_000_000L, 40_000_000_000L}) {
                for (int i = 0; i < 100; i++) {
                    recording.add("p1", tone(i), from + i * FRAME_NANOS);
                }
            }
            recording.close();
        }
        return folder.resolve("p1.ogg");
    }

    private static PcmFrame tone(int frame) {
        short[] samples = new short[HZ / 50];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = (short) (9_000 * Math.sin(2 * Math.PI * TONE_HZ * (frame * samples.length + i) / HZ));
        }
        return new PcmFrame(SampleRate.KHZ_16, (long) frame * samples.length, samples);
    }

    private static short[] decode(Path file) throws Exception {
        List<short[]> pieces = new ArrayList<>();
        try (FFmpegFrameGrabber grabber = new FFmpegFrameGrabber(file.toFile())) {
            grabber.setSampleRate(HZ);
            grabber.setAudioChannels(1);
            grabber.setSampleMode(FrameGrabber.SampleMode.SHORT);
            grabber.start();
            for (Frame frame = grabber.grabSamples(); frame != null; frame = grabber.grabSamples()) {
                ShortBuffer buffer = (ShortBuffer) frame.samples[0];
                short[] piece = new short[buffer.remaining()];
                buffer.get(piece);
                pieces.add(piece);
            }
        }
        short[] all = new short[pieces.stream().mapToInt(piece -> piece.length).sum()];
        int at = 0;
        for (short[] piece : pieces) {
            System.arraycopy(piece, 0, all, at, piece.length);
            at += piece.length;
        }
        return all;
    }

    private static double rms(short[] samples, double from, double to) {
        double sum = 0;
        for (int i = (int) (from * HZ); i < (int) (to * HZ); i++) {
            sum += (double) samples[i] * samples[i];
        }
        return Math.sqrt(sum / ((to - from) * HZ));
    }

    /** How much of the sound between two moments is a sine of that frequency, from 0 to 1. */
    private static double share(short[] samples, double from, double to, double hz) {
        double re = 0;
        double im = 0;
        double energy = 0;
        int first = (int) (from * HZ);
        int count = (int) (to * HZ) - first;
        for (int i = 0; i < count; i++) {
            double s = samples[first + i];
            re += s * Math.cos(2 * Math.PI * hz * i / HZ);
            im += s * Math.sin(2 * Math.PI * hz * i / HZ);
            energy += s * s;
        }
        return 2 * (re * re + im * im) / (energy * count);
    }

    private static void assertSoundsLikeTheRecording(Path file) throws Exception {
        short[] sound = decode(file);
        assertThat(sound.length / (double) HZ).isBetween(42.0 - DELAY_SECONDS, 42.0 + 2 * DELAY_SECONDS);
        for (double from : new double[] {1, 40}) {
            double begin = from + DELAY_SECONDS;
            double end = from + 2 - DELAY_SECONDS;
            assertThat(rms(sound, begin, end)).isBetween(9_000 / Math.sqrt(2) * 0.8, 9_000 / Math.sqrt(2) * 1.2);
            assertThat(share(sound, begin, end, TONE_HZ)).isGreaterThan(0.9);
        }
        assertThat(rms(sound, 0, 1 - DELAY_SECONDS)).isLessThan(200);
        assertThat(rms(sound, 3 + DELAY_SECONDS, 40 - DELAY_SECONDS)).isLessThan(200);
    }

    @ParameterizedTest
    @EnumSource(SoundFormat.class)
    void shouldStreamTheSoundOnTheMeetingsClock(SoundFormat format) throws Exception {
        Path out = folder.resolve("streamed." + format.suffix());
        List<Double> parts = new ArrayList<>();
        LargestWrite stream = new LargestWrite(Files.newOutputStream(out));
        try (stream;
                SoundConversion conversion = SoundConversion.of(recording(), format)) {
            double seconds = conversion.stream(stream, (at, part) -> parts.add(part));
            assertThat(seconds).isBetween(41.9, 42.1);
        }
        assertSoundsLikeTheRecording(out);
        // A second of sound at a time, at most.
        assertThat(parts).hasSizeGreaterThanOrEqualTo(40).isSorted().endsWith(1.0);
        // Never more than a fragment at once, however long the recording.
        assertThat(stream.largest).isLessThan(64 * 1024);
    }

    @ParameterizedTest
    @EnumSource(SoundFormat.class)
    void shouldWriteAFileThatKnowsItsLength(SoundFormat format) throws Exception {
        Path out = folder.resolve("written." + format.suffix());
        try (SoundConversion conversion = SoundConversion.of(recording(), format)) {
            conversion.write(out, (seconds, part) -> {});
        }
        assertSoundsLikeTheRecording(out);
        try (FFmpegFrameGrabber grabber = new FFmpegFrameGrabber(out.toFile())) {
            grabber.start();
            assertThat(grabber.getLengthInTime() / 1e6).isBetween(41.8, 42.2);
        }
        try (var files = Files.list(folder)) {
            assertThat(files.map(Path::toString)).noneMatch(name -> name.endsWith(".part"));
        }
    }

    @Test
    void shouldSayWhatIsWrongBeforeAnythingIsWritten() throws Exception {
        Path noise = folder.resolve("noise.ogg");
        byte[] bytes = new byte[50_000];
        new Random(7).nextBytes(bytes);
        Files.write(noise, bytes);
        assertReason(noise, SoundException.Reason.DAMAGED);
        try (DiskQueue disk = new DiskQueue(10)) {
            new MeetingRecording(folder, disk, Optional.empty(), message -> {}).close();
        }
        assertReason(folder.resolve(MeetingRecording.MIX), SoundException.Reason.EMPTY);
    }

    private static void assertReason(Path file, SoundException.Reason reason) {
        assertThatThrownBy(() -> SoundConversion.of(file, SoundFormat.MP3))
                .isInstanceOfSatisfying(
                        SoundException.class, e -> assertThat(e.reason()).isEqualTo(reason));
    }

    @Test
    void shouldConvertWhatIsLeftOfADamagedRecording() throws Exception {
        byte[] whole = Files.readAllBytes(recording());
        Random random = new Random(11);
        for (int round = 0; round < 60; round++) {
            byte[] damaged = Arrays.copyOf(whole, whole.length - random.nextInt(whole.length / 2));
            for (int i = random.nextInt(20); i > 0; i--) {
                damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));
            }
            try (SoundConversion conversion =
                    SoundConversion.of(new ByteArrayInputStream(damaged), damaged.length, SoundFormat.MP3, () -> {})) {
                assertThat(conversion.stream(new ByteArrayOutputStream(), (seconds, part) -> {}))
                        .isLessThanOrEqualTo(24 * 3_600 + 60);
            } catch (SoundException refused) {
                assertThat(refused.reason()).isIn(SoundException.Reason.DAMAGED, SoundException.Reason.EMPTY);
            }
        }
    }

    @Test
    void shouldRefuseMoreThanMayRunAndTakeTheNextWhenOneHasEnded() throws Exception {
        Path recording = recording();
        SoundConversions conversions = new SoundConversions(1);
        SoundConversion first = open(conversions, recording);
        assertThat(conversions.running()).isEqualTo(1);
        assertThatThrownBy(() -> open(conversions, recording))
                .isInstanceOfSatisfying(
                        SoundException.class, e -> assertThat(e.reason()).isEqualTo(SoundException.Reason.BUSY));
        first.close();
        first.close();
        open(conversions, recording).close();
        assertThat(conversions.running()).isZero();
        assertThat(conversions.refused()).isEqualTo(1);
    }

    private static SoundConversion open(SoundConversions conversions, Path recording) throws IOException {
        return conversions.open(Files.newInputStream(recording), Files.size(recording), SoundFormat.M4A);
    }

    @Test
    void shouldEndWhenNobodyTakesTheSound() throws Exception {
        try (SoundConversion conversion = SoundConversion.of(recording(), SoundFormat.MP3)) {
            OutputStream gone = new OutputStream() {
                @Override
                public void write(int value) throws IOException {
                    throw new IOException("the caller has gone");
                }
            };
            assertThatThrownBy(() -> conversion.stream(gone, (seconds, part) -> {}))
                    .isInstanceOf(IOException.class)
                    .hasMessage("the caller has gone");
        }
    }

    private static final class LargestWrite extends FilterOutputStream {
        private int largest;

        LargestWrite(OutputStream out) {
            super(out);
        }

        @Override
        public void write(byte[] bytes, int from, int length) throws IOException {
            largest = Math.max(largest, length);
            out.write(bytes, from, length);
        }
    }
}
