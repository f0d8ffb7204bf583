package parley.server.keys;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The keys of a file as it is now: a key that was taken back lets nobody in any more, without a restart. What cannot be read is
 * told once, and the keys from before go on. Any thread.
 */
final class WatchedKeys implements Supplier<List<ApiKey>> {
    private static final Logger LOG = LoggerFactory.getLogger(WatchedKeys.class);
    private static final long LOOK_AGAIN_NANOS = 1_000_000_000L;

    private final Path file;
    private final LongSupplier nanoTime;
    private List<ApiKey> keys;
    private String version;
    private long lookedNanos;

    WatchedKeys(Path file, LongSupplier nanoTime) throws IOException {
        this.file = file;
        this.nanoTime = nanoTime;
        this.version = version();
        this.keys = new KeyFile(file).read();
        this.lookedNanos = nanoTime.getAsLong();
    }

    @Override
    public synchronized List<ApiKey> get() {
        long now = nanoTime.getAsLong();
        if (now - lookedNanos >= LOOK_AGAIN_NANOS) {
            lookedNanos = now;
            look();
        }
        return keys;
    }

    private void look() {
        try {
            String found = version();
            if (!found.equals(version)) {
                version = found;
                keys = List.copyOf(new KeyFile(file).read());
                LOG.info("{} has changed: {} keys", file, keys.size());
            }
        } catch (IOException | IllegalArgumentException e) {
            LOG.error("{} cannot be read; the keys from before stay good: {}", file, e.getMessage());
        }
    }

    /** The file is replaced, not written to, so that its number changes even where its time and size do not. */
    private String version() throws IOException {
        try {
            BasicFileAttributes is = Files.readAttributes(file, BasicFileAttributes.class);
            return is.lastModifiedTime() + " " + is.size() + " " + is.fileKey();
        } catch (NoSuchFileException e) {
            return "";
        }
    }
}
