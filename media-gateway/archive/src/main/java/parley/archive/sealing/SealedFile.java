package parley.archive.sealing;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import javax.crypto.AEADBadTagException;
import javax.crypto.SecretKey;
import parley.archive.sealing.SealingException.Reason;

/**
 * A file that was sealed as it was written, read from any place.
 *
 * <pre>
 *   "PARLEYSF"  version (1 byte)  salt (16 bytes; with the data key it gives the file's key)
 *   then records:  length of the content (4 bytes, little endian; the top bit: the file ends here)  content  tag (16 bytes)
 * </pre>
 *
 * A record's nonce is its number, and its place in the content is authenticated with it: none can be changed, moved, left
 * out or repeated. A file that ends within a record was cut by a crash, and everything before counts. For one thread.
 */
final class SealedFile {
    static final byte[] MAGIC = "PARLEYSF".getBytes(StandardCharsets.US_ASCII);
    static final byte VERSION = 1;
    static final int SALT_BYTES = 16;
    static final int HEAD_BYTES = MAGIC.length + 1 + SALT_BYTES;
    static final int LARGEST_RECORD = 64 * 1024;
    static final int END = 0x8000_0000;
    private static final int BUFFER = 64 * 1024;

    private final Path file;
    private final SecretKey key;
    private long[] filePositions = new long[64];
    /** Where each record begins in the content, and at the end how long it is. */
    private long[] positions = new long[65];

    private int records;
    private boolean ended;

    /** Finds the records; none is opened. */
    SealedFile(Path file, DataKey data) throws IOException {
        this.file = file;
        try (DataInputStream in = new DataInputStream(new BufferedInputStream(Files.newInputStream(file), BUFFER))) {
            byte[] head = in.readNBytes(HEAD_BYTES);
            if (!isSealed(head)) {
                throw new SealingException(Reason.TAMPERED, file + " is no sealed file");
            }
            byte[] salt = Arrays.copyOfRange(
                    head, Math.min(head.length, MAGIC.length + 1), Math.max(head.length, MAGIC.length + 1));
            key = data.ofFile(salt);
            if (head.length == HEAD_BYTES) {
                index(in, Files.size(file));
            }
        }
    }

    /** Whether a file begins like this. A crash may have left less than its head. */
    static boolean isSealed(byte[] head) {
        int length = Math.min(head.length, MAGIC.length);
        return Arrays.equals(head, 0, length, MAGIC, 0, length)
                && (head.length <= MAGIC.length || head[MAGIC.length] == VERSION);
    }

    private void index(DataInputStream in, long size) throws IOException {
        long at = HEAD_BYTES;
        try {
            while (!ended) {
                int head = Integer.reverseBytes(in.readInt());
                int length = head & ~END;
                long next = at + Integer.BYTES + length + AesGcm.TAG_BYTES;
                if (length > LARGEST_RECORD) {
                    throw new SealingException(Reason.TAMPERED, file + " has a record of " + length + " bytes");
                }
                if (next > size) {
                    return;
                }
                ended = head < 0;
                add(at, length);
                in.skipNBytes(length + AesGcm.TAG_BYTES);
                at = next;
            }
        } catch (EOFException e) {
            // Cut by a crash within the four bytes of a length.
        }
    }

    private void add(long at, int length) {
        if (records == filePositions.length) {
            filePositions = Arrays.copyOf(filePositions, 2 * records);
            positions = Arrays.copyOf(positions, 2 * records + 1);
        }
        filePositions[records] = at;
        positions[records + 1] = positions[records] + length;
        records++;
    }

    /** How long the content is. */
    long size() {
        return positions[records];
    }

    /** Whether its writer has ended it: otherwise it still grows, or a crash has cut it. */
    boolean ended() {
        return ended;
    }

    /** What authenticates a record beside its bytes. */
    static byte[] about(long position, boolean end) {
        return ByteBuffer.allocate(9)
                .putLong(position)
                .put((byte) (end ? 1 : 0))
                .array();
    }

    static byte[] nonce(long record) {
        return ByteBuffer.allocate(AesGcm.NONCE_BYTES).putInt(0).putLong(record).array();
    }

    /** The content from there on. */
    InputStream stream(long from) throws IOException {
        return new Content(FileChannel.open(file), from);
    }

    private byte[] open(FileChannel channel, int record) throws IOException {
        boolean end = ended && record == records - 1;
        int length = (int) (positions[record + 1] - positions[record]) + AesGcm.TAG_BYTES;
        ByteBuffer sealed = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
        while (sealed.hasRemaining()) {
            if (channel.read(sealed, filePositions[record] + Integer.BYTES + sealed.position()) < 0) {
                throw new EOFException(file + " has become shorter");
            }
        }
        try {
            return AesGcm.open(key, nonce(record), about(positions[record], end), sealed.array(), 0, length);
        } catch (AEADBadTagException e) {
            throw new SealingException(
                    Reason.TAMPERED, file + ": record " + record + " is not what was written, or has another key", e);
        }
    }

    /** Opens a record at a time. */
    private final class Content extends InputStream {
        private final FileChannel channel;
        private int record;
        private byte[] opened = new byte[0];
        private int at;

        Content(FileChannel channel, long from) throws IOException {
            this.channel = channel;
            int found = Arrays.binarySearch(positions, 0, records + 1, Math.min(from, size()));
            record = found >= 0 ? found : -found - 2;
            if (record < records && from > positions[record]) {
                int skipped = (int) (from - positions[record]);
                fill();
                at = skipped;
            }
        }

        private boolean fill() throws IOException {
            while (at == opened.length) {
                if (record >= records) {
                    return false;
                }
                opened = SealedFile.this.open(channel, record++);
                at = 0;
            }
            return true;
        }

        @Override
        public int read() throws IOException {
            return fill() ? opened[at++] & 0xFF : -1;
        }

        @Override
        public int read(byte[] into, int from, int length) throws IOException {
            if (length == 0) {
                return 0;
            }
            if (!fill()) {
                return -1;
            }
            int taken = Math.min(length, opened.length - at);
            System.arraycopy(opened, at, into, from, taken);
            at += taken;
            return taken;
        }

        @Override
        public void close() throws IOException {
            channel.close();
        }
    }
}
