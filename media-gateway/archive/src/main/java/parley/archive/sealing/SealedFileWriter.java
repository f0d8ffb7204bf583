package parley.archive.sealing;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import javax.crypto.SecretKey;

/**
 * Writes a {@link SealedFile}: each write is in the operating system's hands, as a record, when it returns. A file that is
 * there already is refused: going on behind a cut record would use a nonce twice. For one thread.
 */
final class SealedFileWriter implements WritableByteChannel {
    private final FileChannel channel;
    private final SecretKey key;
    private long record;
    private long position;

    SealedFileWriter(Path file, DataKey data) throws IOException {
        channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        byte[] salt = data.salt(SealedFile.SALT_BYTES);
        key = data.ofFile(salt);
        put(ByteBuffer.allocate(SealedFile.HEAD_BYTES)
                .put(SealedFile.MAGIC)
                .put(SealedFile.VERSION)
                .put(salt)
                .flip());
    }

    @Override
    public int write(ByteBuffer content) throws IOException {
        int all = content.remaining();
        while (content.hasRemaining()) {
            byte[] piece = new byte[Math.min(content.remaining(), SealedFile.LARGEST_RECORD)];
            content.get(piece);
            seal(piece, false);
        }
        return all;
    }

    private void seal(byte[] piece, boolean end) throws IOException {
        byte[] sealed =
                AesGcm.seal(key, SealedFile.nonce(record++), SealedFile.about(position, end), piece, 0, piece.length);
        position += piece.length;
        put(ByteBuffer.allocate(Integer.BYTES + sealed.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(piece.length | (end ? SealedFile.END : 0))
                .put(sealed)
                .flip());
    }

    private void put(ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    @Override
    public boolean isOpen() {
        return channel.isOpen();
    }

    /** Says that this is all of it. */
    @Override
    public void close() throws IOException {
        if (channel.isOpen()) {
            try (channel) {
                seal(new byte[0], true);
            }
        }
    }
}
