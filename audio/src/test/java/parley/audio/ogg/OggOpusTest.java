package parley.audio.ogg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import parley.audio.opus.OpusEncoder;
import parley.audio.opus.OpusException;
import parley.audio.opus.OpusSettings;
import parley.audio.pcm.PcmFrame;
import parley.audio.pcm.SampleRate;

class OggOpusTest {
    @TempDir
    private Path folder;

    /** Packets of 20 ms whose content nobody decodes; the sixth byte numbers them. */
    private static byte[] packet(int number, int length) {
        byte[] packet = new byte[length];
        packet[0] = (byte) (9 << 3);
        packet[5] = (byte) number;
        return packet;
    }

    private Path write(String name, int packets, int length) throws IOException {
        Path file = folder.resolve(name);
        try (OggOpusWriter writer = new OggOpusWriter(file, 7, 1, 312, 16_000, List.of("TITLE=A meeting"))) {
            for (int i = 0; i < packets; i++) {
                writer.write(packet(i, length), 0, length);
            }
        }
        return file;
    }

    private static List<OggPacket> read(byte[] bytes) throws IOException {
        try (OggOpusReader reader = new OggOpusReader(new ByteArrayInputStream(bytes))) {
            List<OggPacket> packets = new ArrayList<>();
            for (Optional<OggPacket> next = reader.next(); next.isPresent(); next = reader.next()) {
                packets.add(next.get());
            }
            return packets;
        }
    }

    @Test
    void shouldReadBackPacketsWithTheirPositions() throws IOException {
        Path file = write("a.opus", 170, 300);
        try (OggOpusReader reader = OggOpusReader.open(file)) {
            for (int i = 0; i < 170; i++) {
                OggPacket packet = reader.next().orElseThrow();
                assertThat(packet.data()).isEqualTo(packet(i, 300));
                assertThat(packet.position()).isEqualTo(i * 960L - 312);
                assertThat(packet.samples()).isEqualTo(960);
            }
            assertThat(reader.next()).isEmpty();
            assertThat(reader.complete()).isTrue();
            assertThat(reader.comments()).containsExactly("TITLE=A meeting");
            assertThat(reader.inputHz()).isEqualTo(16_000);
            assertThat(reader.skippedBytes()).isZero();
        }
    }

    @Test
    void shouldKeepPacketsWhoseLengthIsAMultipleOf255() throws IOException {
        List<OggPacket> packets = read(Files.readAllBytes(write("b.opus", 60, 510)));
        assertThat(packets).hasSize(60).allMatch(p -> p.data().length == 510);
    }

    @Test
    void shouldLoseASecondAtMostWhenTheWriterIsKilled() throws IOException {
        Path file = folder.resolve("killed.opus");
        try (OggOpusWriter writer = OggOpusWriter.mono(file, 1, 16_000)) {
            for (int i = 0; i < 500; i++) {
                writer.write(packet(i, 100), 0, 100);
                int inFile = read(Files.readAllBytes(file)).size();
                assertThat(i + 1 - inFile).isBetween(0, 50);
            }
            writer.flush();
            assertThat(read(Files.readAllBytes(file))).hasSize(500);
        }
    }

    @Test
    void shouldReadEveryWholePageOfATruncatedFile() throws IOException {
        byte[] whole = Files.readAllBytes(write("c.opus", 120, 80));
        int before = 0;
        for (int cut = 200; cut < whole.length; cut += 7) {
            List<OggPacket> packets = read(Arrays.copyOf(whole, cut));
            assertThat(packets.size()).isGreaterThanOrEqualTo(before);
            before = packets.size();
            for (int i = 0; i < packets.size(); i++) {
                assertThat(packets.get(i).position()).isEqualTo(i * 960L - 312);
            }
        }
        assertThat(before).isGreaterThanOrEqualTo(100);
    }

    @Test
    void shouldLeaveAHoleWhereAPageIsDamaged() throws IOException {
        byte[] whole = Files.readAllBytes(write("d.opus", 200, 80));
        List<OggPacket> all = read(whole);
        whole[whole.length / 2] ^= 1;
        List<OggPacket> rest = read(whole);
        assertThat(rest).hasSize(150);
        assertThat(rest.getLast().position()).isEqualTo(all.getLast().position());
    }

    @Test
    void shouldReadARecordingThatWasTakenUpAgainAsOne() throws IOException {
        Path file = write("e.opus", 50, 80);
        byte[] first = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(first, first.length - 10)); // the end page was cut
        try (OggOpusWriter writer = OggOpusWriter.mono(file, 8, 16_000)) {
            writer.write(packet(0, 80), 0, 80);
            writer.write(packet(1, 80), 0, 80);
        }
        List<OggPacket> packets = read(Files.readAllBytes(file));
        assertThat(packets).hasSize(52);
        long end = packets.get(49).position() + 960;
        assertThat(packets.get(50).position()).isEqualTo(end - 312);
        assertThat(packets.get(51).position()).isEqualTo(end - 312 + 960);
    }

    @Test
    void shouldKeepTimeOverGapsAndTrimTheEnd() throws IOException {
        Path file = folder.resolve("gap.opus");
        try (OggOpusWriter writer = OggOpusWriter.mono(file, 1, 16_000)) {
            writer.write(packet(0, 80), 0, 80);
            assertThat(writer.writeGap(48_000)).isEqualTo(48_000);
            writer.write(packet(1, 80), 0, 80);
            writer.close(48_000 + 960 + 500);
        }
        List<OggPacket> packets = read(Files.readAllBytes(file));
        assertThat(packets.getLast().position()).isEqualTo(48_000 + 960 - 312);
        assertThat(packets.getLast().samples()).isEqualTo(500);
    }

    @Test
    void shouldBringASoundThroughTheCodecToItsPlace() throws IOException, OpusException {
        short[] tone = new short[32_000];
        for (int i = 8_000; i < 24_000; i++) {
            tone[i] = (short) Math.round(12_000 * Math.sin(2 * Math.PI * 440 * i / 16_000));
        }
        Path file = folder.resolve("tone.opus");
        byte[] packet = new byte[OpusEncoder.MAX_PACKET];
        try (OpusEncoder encoder = new OpusEncoder(SampleRate.KHZ_16, OpusSettings.VOICE);
                OggOpusWriter writer = OggOpusWriter.mono(file, 1, 16_000)) {
            for (int at = 0; at < tone.length; at += 320) {
                writer.write(packet, 0, encoder.encode(tone, at, 320, packet, 0));
            }
        }
        PcmFrame heard = OggOpusReader.readMono(file, SampleRate.KHZ_16, 100_000);
        assertThat(heard.length()).isEqualTo(32_000 - 104);
        int onset = 0;
        while (Math.abs(heard.samples()[onset]) < 3_000) {
            onset++;
        }
        assertThat(onset).isBetween(7_950, 8_080);
    }

    private static void tone(OpusEncoder encoder, OggOpusWriter writer, int frames) throws Exception {
        byte[] packet = new byte[OpusEncoder.MAX_PACKET];
        for (int frame = 0; frame < frames; frame++) {
            short[] tone = new short[320];
            for (int i = 0; i < 320; i++) {
                tone[i] = (short) Math.round(12_000 * Math.sin(2 * Math.PI * 440 * (frame * 320 + i) / 16_000));
            }
            writer.write(packet, 0, encoder.encode(tone, 0, 320, packet, 0));
        }
    }

    private static double rms(short[] samples, double fromSeconds, double toSeconds) {
        double sum = 0;
        int from = (int) (fromSeconds * 16_000);
        int to = (int) (toSeconds * 16_000);
        for (int i = from; i < to; i++) {
            sum += samples[i] * (double) samples[i];
        }
        return Math.sqrt(sum / (to - from));
    }

    @ParameterizedTest
    @ValueSource(ints = {8_000, 24_000, 64_000})
    void shouldBeSilentInALongPauseAfterASteadyTone(int bitsPerSecond) throws Exception {
        Path file = folder.resolve("pause.opus");
        try (OpusEncoder encoder = new OpusEncoder(SampleRate.KHZ_16, new OpusSettings(bitsPerSecond, 2, 0, false));
                OggOpusWriter writer = OggOpusWriter.mono(file, 1, 16_000)) {
            tone(encoder, writer, 100);
            assertThat(writer.writeGap(10 * 48_000 + 100)).isEqualTo(10 * 48_000);
            tone(encoder, writer, 50);
        }
        // Every packet goes through the decoder, as in a player.
        short[] heard =
                OggOpusReader.readMono(file, SampleRate.KHZ_16, 1_000_000).samples();
        assertThat(rms(heard, 1, 1.9)).isGreaterThan(6_000);
        assertThat(rms(heard, 2.05, 11.98)).isLessThan(2);
        assertThat(rms(heard, 12.1, 12.9)).isBetween(6_000.0, 10_000.0);
        assertThat(Files.size(file)).isLessThan(3L * bitsPerSecond / 8 + 10 * 200);
    }

    @Test
    void shouldTakePacketsWithoutContentForSilence() throws Exception {
        Path file = folder.resolve("empty.opus");
        try (OpusEncoder encoder = new OpusEncoder(SampleRate.KHZ_16, OpusSettings.VOICE);
                OggOpusWriter writer = OggOpusWriter.mono(file, 1, 16_000)) {
            tone(encoder, writer, 50);
            for (int i = 0; i < 50; i++) {
                writer.write(new byte[] {9 << 3}, 0, 1);
            }
            tone(encoder, writer, 1);
        }
        assertThat(rms(
                        OggOpusReader.readMono(file, SampleRate.KHZ_16, 1_000_000)
                                .samples(),
                        1,
                        1.99))
                .isLessThan(2);
    }

    private static long length(Path file) throws IOException {
        return OggOpusLength.millis(
                position -> {
                    var in = Files.newInputStream(file);
                    in.skipNBytes(position);
                    return in;
                },
                Files.size(file));
    }

    @Test
    void shouldTellHowLongAFileSoundsFromItsEnds() throws Exception {
        assertThat(length(write("long.opus", 3_000, 300))).isEqualTo(60_000 - 312 / 48 - 1);
        Path file = write("short.opus", 2, 80);
        assertThat(length(file)).isEqualTo(33);
        try (OggOpusWriter again = OggOpusWriter.mono(file, 8, 16_000)) {
            again.write(packet(0, 80), 0, 80);
        }
        assertThat(length(file)).isEqualTo(47);
        Path growing = folder.resolve("growing.opus");
        try (OggOpusWriter writer = OggOpusWriter.mono(growing, 1, 16_000)) {
            assertThat(length(growing)).isZero();
            for (int i = 0; i < 120; i++) {
                writer.write(packet(i, 80), 0, 80);
            }
            assertThat(length(growing)).isEqualTo(1_993);
            Files.write(growing, Arrays.copyOf(Files.readAllBytes(growing), (int) Files.size(growing) - 5));
            assertThat(length(growing)).isEqualTo(993);
        }
        assertThatThrownBy(() -> length(Files.write(folder.resolve("none.opus"), new byte[100])))
                .isInstanceOf(OggFormatException.class);
    }

    @Test
    void shouldSayWhenThereIsNoOpusStream() {
        assertThatThrownBy(() -> read(new byte[1_000])).isInstanceOf(OggFormatException.class);
        assertThatThrownBy(() -> read(new byte[0])).isInstanceOf(OggFormatException.class);
    }

    @Test
    void shouldSurviveDamagedFiles() throws IOException {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        byte[] whole = Files.readAllBytes(write("f.opus", 60, 60));
        long until = System.nanoTime() + 2_000_000_000L;
        int rounds = 0;
        while (System.nanoTime() < until || rounds < 200) {
            rounds++;
            byte[] damaged = Arrays.copyOf(whole, random.nextInt(whole.length + 200));
            for (int i = random.nextInt(8); i >= 0 && damaged.length > 0; i--) {
                damaged[random.nextInt(Math.min(damaged.length, random.nextBoolean() ? 250 : damaged.length))] =
                        (byte) random.nextInt();
            }
            if (random.nextBoolean()) {
                mendChecksums(damaged);
            }
            try {
                assertThat(read(damaged).size()).as("seed %d", seed).isLessThan(5_000);
            } catch (OggFormatException expected) {
                assertThat(expected).hasMessageContaining("no Opus stream");
            }
        }
    }

    /** So that the damage gets past the checksum. */
    private static void mendChecksums(byte[] bytes) {
        for (int at = 0; at + OggPage.HEADER_BYTES + 255 < bytes.length; at++) {
            if (OggPage.capturedAt(bytes, at)) {
                int length = new OggPage(bytes, at).length();
                if (at + length <= bytes.length) {
                    for (int i = 0; i < 4; i++) {
                        bytes[at + OggPage.CRC_AT + i] = 0;
                    }
                    int crc = OggCrc.of(bytes, at, length);
                    for (int i = 0; i < 4; i++) {
                        bytes[at + OggPage.CRC_AT + i] = (byte) (crc >> (8 * i));
                    }
                }
            }
        }
    }
}
