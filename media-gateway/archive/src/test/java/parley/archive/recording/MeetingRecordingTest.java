package parley.archive.recording;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import parley.archive.sealing.DataKeys;
import parley.archive.sealing.Keys;
import parley.archive.sealing.StoredFile;
import parley.audio.ogg.OggOpusReader;
import parley.audio.pcm.PcmFrame;
import parley.audio.pcm.SampleRate;

class MeetingRecordingTest {
    private static final long FRAME_NANOS = 20_000_000;

    @TempDir
    Path folder;

    private static PcmFrame tone(SampleRate rate, int frame) {
        short[] samples = new short[rate.samplesIn(20)];
        for (int i = 0; i < samples.length; i++) {
            long at = (long) frame * samples.length + i;
            samples[i] = (short) (8_000 * Math.sin(2 * Math.PI * 300 * at / rate.hz()));
        }
        return new PcmFrame(rate, (long) frame * samples.length, samples);
    }

    private static double rms(short[] samples, double fromSeconds, double toSeconds) {
        double sum = 0;
        int from = (int) (fromSeconds * 16_000);
        int to = Math.min(samples.length, (int) (toSeconds * 16_000));
        for (int i = from; i < to; i++) {
            sum += (double) samples[i] * samples[i];
        }
        return Math.sqrt(sum / Math.max(1, to - from));
    }

    @Test
    void shouldPlaceEveryVoiceOnTheMeetingsClock() throws Exception {
        List<String> failures = new ArrayList<>();
        try (DiskQueue disk = new DiskQueue(1_000)) {
            MeetingRecording recording = new MeetingRecording(folder, disk, Optional.empty(), failures::add);
            for (int i = 0; i < 50; i++) {
                recording.add("p1", tone(SampleRate.KHZ_16, i), 1_000_000_000L + i * FRAME_NANOS);
            }
            for (int i = 0; i < 50; i++) {
                recording.add("agent", tone(SampleRate.KHZ_24, i), 3_000_000_000L + i * FRAME_NANOS);
            }
            recording.close();
        }
        assertThat(failures).isEmpty();
        short[] person = OggOpusReader.readMono(folder.resolve("p1.ogg"), SampleRate.KHZ_16, 16_000 * 60)
                .samples();
        short[] agent = OggOpusReader.readMono(folder.resolve("agent.ogg"), SampleRate.KHZ_16, 16_000 * 60)
                .samples();
        short[] mix = OggOpusReader.readMono(folder.resolve("mix.ogg"), SampleRate.KHZ_16, 16_000 * 60)
                .samples();
        assertThat(rms(person, 0, 0.9)).isLessThan(5);
        assertThat(rms(person, 1.1, 1.9)).isGreaterThan(3_000);
        assertThat(rms(agent, 0, 2.9)).isLessThan(5);
        assertThat(rms(agent, 3.1, 3.9)).isGreaterThan(3_000);
        assertThat(rms(mix, 1.1, 1.9)).isGreaterThan(3_000);
        assertThat(rms(mix, 2.1, 2.9)).isLessThan(5);
        assertThat(rms(mix, 3.1, 3.9)).isGreaterThan(3_000);
    }

    @Test
    void shouldBeReadableWhileItGrows() throws Exception {
        try (DiskQueue disk = new DiskQueue(1_000)) {
            MeetingRecording recording = new MeetingRecording(folder, disk, Optional.empty(), message -> {});
            for (int i = 0; i < 250; i++) {
                recording.add("p1", tone(SampleRate.KHZ_16, i), i * FRAME_NANOS);
            }
            CountDownLatch written = new CountDownLatch(1);
            disk.submit(written::countDown);
            written.await();
            // As after kill -9: nothing was closed.
            Path copy = Files.copy(folder.resolve("mix.ogg"), folder.resolve("copy.ogg"));
            int samples =
                    OggOpusReader.readMono(copy, SampleRate.KHZ_16, 16_000 * 60).length();
            assertThat(samples / 16_000.0).isBetween(4.7, 5.1);
            recording.close();
        }
    }

    @Test
    void shouldSealWhatItRecordsAndLoseLessThanASecondToACrash() throws Exception {
        try (DataKeys keys = DataKeys.open(folder.resolve("keys.db"), Optional.of(Keys.FIRST));
                DiskQueue disk = new DiskQueue(1_000)) {
            MeetingRecording recording = new MeetingRecording(folder, disk, keys.begin("m1"), message -> {});
            for (int i = 0; i < 250; i++) {
                recording.add("p1", tone(SampleRate.KHZ_16, i), i * FRAME_NANOS);
            }
            CountDownLatch written = new CountDownLatch(1);
            disk.submit(written::countDown);
            written.await();
            for (String name : new String[] {"mix.ogg", "p1.ogg"}) {
                assertThat(Files.readString(folder.resolve(name), StandardCharsets.ISO_8859_1))
                        .doesNotContain("OggS", "Opus");
                // As after kill -9, with half of a record on disk.
                byte[] cut = Files.readAllBytes(folder.resolve(name));
                Path copy = Files.write(folder.resolve("copy"), Arrays.copyOf(cut, cut.length - 7));
                Path opened = folder.resolve("opened.ogg");
                Files.copy(StoredFile.open(copy, keys, "m1").stream(0), opened, StandardCopyOption.REPLACE_EXISTING);
                PcmFrame sound = OggOpusReader.readMono(opened, SampleRate.KHZ_16, 16_000 * 60);
                assertThat(sound.length() / 16_000.0).isBetween(4.0, 5.1);
                assertThat(rms(sound.samples(), 1, 3.9)).isGreaterThan(3_000);
            }
            recording.close();
        }
    }

    @Test
    void shouldMixAVoiceThatComesLaterThanAnother() throws Exception {
        int late = 15;
        try (DiskQueue disk = new DiskQueue(1_000)) {
            MeetingRecording recording = new MeetingRecording(folder, disk, Optional.empty(), message -> {});
            for (int i = 0; i < 100 + late; i++) {
                recording.add("p1", new PcmFrame(SampleRate.KHZ_16, 0, new short[320]), i * FRAME_NANOS);
                if (i >= late) {
                    recording.add("p2", tone(SampleRate.KHZ_16, i - late), (i - late) * FRAME_NANOS);
                }
            }
            recording.close();
        }
        short[] mix = OggOpusReader.readMono(folder.resolve("mix.ogg"), SampleRate.KHZ_16, 16_000 * 60)
                .samples();
        // All but its beginning, before anybody knew how late it would be.
        for (int frame = late; frame < 95; frame++) {
            assertThat(loudest(mix, frame * 320, frame * 320 + 320)).isGreaterThan(1_000);
        }
    }

    private static int loudest(short[] samples, int from, int to) {
        int loudest = 0;
        for (int i = from; i < to; i++) {
            loudest = Math.max(loudest, Math.abs(samples[i]));
        }
        return loudest;
    }

    @Test
    void shouldKeepNamesInsideTheFolder() {
        assertThat(MeetingRecording.fileName("../../x")).doesNotContain("/").endsWith(".ogg");
        assertThat(MeetingRecording.fileName("mix")).isNotEqualTo(MeetingRecording.MIX);
    }
}
