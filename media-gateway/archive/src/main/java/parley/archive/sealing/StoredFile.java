package parley.archive.sealing;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import parley.archive.sealing.SealingException.Reason;

/** A file of a meeting, sealed or as it is: who reads it need not know. Holds nothing open. For one thread at a time. */
public final class StoredFile {
    private final Path path;
    private final @Nullable SealedFile sealed;
    private final long size;

    private StoredFile(Path path, @Nullable SealedFile sealed, long size) {
        this.path = path;
        this.sealed = sealed;
        this.size = size;
    }

    /** Begins a file, sealed where the meeting has a key. */
    public static WritableByteChannel create(Path file, Optional<DataKey> key) throws IOException {
        return key.isPresent()
                ? new SealedFileWriter(file, key.get())
                : FileChannel.open(
                        file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND);
    }

    private static byte[] head(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return in.readNBytes(SealedFile.HEAD_BYTES);
        }
    }

    /** Whether a file is sealed; an empty one is not. */
    public static boolean isSealed(Path file) throws IOException {
        byte[] head = head(file);
        return head.length > 0 && SealedFile.isSealed(head);
    }

    /** As much of it as there is now. */
    public static StoredFile open(Path file, DataKeys keys, String meetingId) throws IOException {
        byte[] head = head(file);
        if (head.length > 0 && !SealedFile.isSealed(head)) {
            if (keys.of(meetingId).isPresent()) {
                throw new SealingException(
                        Reason.TAMPERED, file + " is not sealed, and everything of meeting " + meetingId + " was");
            }
            return new StoredFile(file, null, Files.size(file));
        }
        if (head.length == 0 && keys.of(meetingId).isEmpty()) {
            return new StoredFile(file, null, 0);
        }
        SealedFile sealed = new SealedFile(file, keys.required(meetingId));
        return new StoredFile(file, sealed, sealed.size());
    }

    /** How long its content is. */
    public long size() {
        return size;
    }

    /** Where its content can be taken from disk as it is. */
    public Optional<Path> plain() {
        return sealed == null ? Optional.of(path) : Optional.empty();
    }

    /** Whether its writer has ended it; of what is not sealed, its format knows. */
    public boolean ended() {
        return sealed == null || sealed.ended();
    }

    /** Its content from there on. What was changed on disk fails as it is read. */
    public InputStream stream(long from) throws IOException {
        if (sealed != null) {
            return sealed.stream(from);
        }
        InputStream in = Files.newInputStream(path);
        try {
            in.skipNBytes(Math.min(from, size));
            return in;
        } catch (IOException e) {
            in.close();
            throw e;
        }
    }
}
