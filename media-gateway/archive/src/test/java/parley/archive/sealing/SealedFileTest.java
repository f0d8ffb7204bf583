package parley.archive.sealing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import parley.archive.sealing.SealingException.Reason;

class SealedFileTest {
    private static final String MEETING = "m-1";

    @TempDir
    Path folder;

    private DataKeys keys;
    private Path file;

    @BeforeEach
    void open() throws Exception {
        keys = DataKeys.open(folder.resolve("keys.db"), Optional.of(Keys.FIRST));
        file = folder.resolve("sealed");
    }

    @AfterEach
    void close() throws Exception {
        keys.close();
    }

    /** Writes pieces as they come, and answers them together. */
    private byte[] write(boolean ended, byte[]... pieces) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        WritableByteChannel channel = StoredFile.create(file, keys.begin(MEETING));
        for (byte[] piece : pieces) {
            all.writeBytes(piece);
            assertThat(channel.write(ByteBuffer.wrap(piece))).isEqualTo(piece.length);
        }
        if (ended) {
            channel.close();
        }
        return all.toByteArray();
    }

    private StoredFile stored() throws IOException {
        return StoredFile.open(file, keys, MEETING);
    }

    private byte[] read() throws IOException {
        try (InputStream in = stored().stream(0)) {
            return in.readAllBytes();
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void shouldGiveBackFromAnyPlaceWhatWasWrittenInPiecesOfAnyLength() throws Exception {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        byte[][] pieces = new byte[40][];
        for (int i = 0; i < pieces.length; i++) {
            pieces[i] = new byte[i == 20 ? 150_000 : random.nextInt(700)];
            random.nextBytes(pieces[i]);
        }
        byte[] all = write(true, pieces);
        assertThat(stored().size()).isEqualTo(all.length);
        assertThat(stored().ended()).isTrue();
        assertThat(stored().plain()).isEmpty();
        assertThat(read()).isEqualTo(all);
        for (int i = 0; i < 200; i++) {
            int from = random.nextInt(all.length + 1);
            int length = random.nextInt(all.length - from + 1);
            try (InputStream in = stored().stream(from)) {
                assertThat(in.readNBytes(length))
                        .as("seed %d, %d bytes from %d", seed, length, from)
                        .isEqualTo(Arrays.copyOfRange(all, from, from + length));
            }
        }
    }

    @Test
    void shouldShowNothingOfItsContent() throws Exception {
        write(true, bytes("OggS rumpelstiltskin"), bytes("rumpelstiltskin"));
        String onDisk = Files.readString(file, StandardCharsets.ISO_8859_1);
        assertThat(onDisk).doesNotContain("OggS").doesNotContain("rumpel");
    }

    @Test
    void shouldGiveBackWholeRecordsWhereverACrashCutTheFile() throws Exception {
        byte[][] pieces = {bytes("first"), bytes("second piece"), bytes("the third one"), bytes("4")};
        byte[] all = write(true, pieces);
        byte[] whole = Files.readAllBytes(file);
        for (int length = 0; length <= whole.length; length++) {
            Files.write(file, Arrays.copyOf(whole, length));
            byte[] left = read();
            assertThat(left).as("cut at %d", length).isEqualTo(Arrays.copyOf(all, expected(length, pieces)));
            assertThat(stored().ended()).isEqualTo(length == whole.length);
        }
    }

    /** How much of the content is within so many bytes on disk. */
    private static int expected(int onDisk, byte[]... pieces) {
        int at = SealedFile.HEAD_BYTES;
        int content = 0;
        for (byte[] piece : pieces) {
            at += Integer.BYTES + piece.length + AesGcm.TAG_BYTES;
            if (at > onDisk) {
                return content;
            }
            content += piece.length;
        }
        return content;
    }

    @Test
    void shouldBeReadableWhileItGrows() throws Exception {
        byte[] all = write(false, bytes("so far "), bytes("so good"));
        assertThat(read()).isEqualTo(all);
        assertThat(stored().ended()).isFalse();
    }

    @Test
    void shouldNoticeEveryChangedBit() throws Exception {
        byte[] all = write(true, bytes("first"), bytes("second piece"), bytes("third"));
        byte[] whole = Files.readAllBytes(file);
        for (int at = 0; at < whole.length; at++) {
            byte[] changed = whole.clone();
            changed[at] ^= 1;
            Files.write(file, changed);
            try {
                // A record's length that is changed may look like a file that was cut; never like other content.
                byte[] left = read();
                assertThat(left).as("changed at %d", at).isEqualTo(Arrays.copyOf(all, left.length));
                assertThat(stored().ended()).as("changed at %d", at).isFalse();
            } catch (SealingException e) {
                assertThat(e.reason()).isEqualTo(Reason.TAMPERED);
            }
        }
    }

    @Test
    void shouldNoticeRecordsThatChangedPlaces() throws Exception {
        write(true, bytes("aaaa"), bytes("bbbb"));
        byte[] whole = Files.readAllBytes(file);
        int record = Integer.BYTES + 4 + AesGcm.TAG_BYTES;
        byte[] swapped = whole.clone();
        System.arraycopy(whole, SealedFile.HEAD_BYTES, swapped, SealedFile.HEAD_BYTES + record, record);
        System.arraycopy(whole, SealedFile.HEAD_BYTES + record, swapped, SealedFile.HEAD_BYTES, record);
        Files.write(file, swapped);
        assertThatThrownBy(this::read)
                .isInstanceOf(SealingException.class)
                .hasMessageContaining("not what was written");
    }

    @Test
    void shouldNotReadAnyBytesAsContent() throws Exception {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        write(true, bytes("something"));
        byte[] whole = Files.readAllBytes(file);
        for (int i = 0; i < 2_000; i++) {
            byte[] bytes = new byte[random.nextInt(200)];
            random.nextBytes(bytes);
            System.arraycopy(whole, 0, bytes, 0, Math.min(bytes.length, SealedFile.HEAD_BYTES));
            Files.write(file, bytes);
            try {
                assertThat(read()).as("seed %d", seed).isEmpty();
            } catch (SealingException e) {
                assertThat(e.reason()).isEqualTo(Reason.TAMPERED);
            }
        }
    }

    @Test
    void shouldOpenWithItsOwnMeetingsKeyOnly() throws Exception {
        write(true, bytes("something"));
        keys.begin("m-2");
        StoredFile other = StoredFile.open(file, keys, "m-2");
        assertThatThrownBy(() -> other.stream(0).readAllBytes()).isInstanceOf(SealingException.class);
        keys.destroy(MEETING);
        assertThatThrownBy(this::stored)
                .isInstanceOfSatisfying(
                        SealingException.class, e -> assertThat(e.reason()).isEqualTo(Reason.KEY_DESTROYED));
        assertThatThrownBy(() -> StoredFile.open(file, DataKeys.none(), MEETING))
                .isInstanceOfSatisfying(
                        SealingException.class, e -> assertThat(e.reason()).isEqualTo(Reason.NO_MASTER_KEY));
    }

    @Test
    void shouldNotGoOnBehindWhatIsThere() throws Exception {
        write(false, bytes("something"));
        assertThatThrownBy(() -> StoredFile.create(file, keys.begin(MEETING))).isInstanceOf(IOException.class);
    }
}
