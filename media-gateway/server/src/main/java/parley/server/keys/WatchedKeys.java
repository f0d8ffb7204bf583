package parley.server.keys;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import parley.server.gateway.Caller.Scope;
import parley.server.gateway.KeyCalls;

/**
 * The keys of a file as it is now: a key that was taken back lets nobody in any more, without a restart. What cannot be read is
 * told once, and the keys from before go on. Any thread.
 */
public final class WatchedKeys implements Supplier<List<ApiKey>>, KeyCalls.Store {
    private static final Logger LOG = LoggerFactory.getLogger(WatchedKeys.class);
    private static final long LOOK_AGAIN_NANOS = 1_000_000_000L;

    private static final int ID_LENGTH = 16;

    private final SecureRandom random = new SecureRandom();
    private final Path file;
    private final LongSupplier nanoTime;
    private List<ApiKey> keys;
    private String version;
    private long lookedNanos;

    public WatchedKeys(Path file, LongSupplier nanoTime) throws IOException {
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

    @Override
    public synchronized List<KeyCalls.Known> list(String tenant) {
        return get().stream()
                .filter(key -> key.tenant().equals(tenant))
                .map(WatchedKeys::known)
                .toList();
    }

    @Override
    public synchronized KeyCalls.Made make(String tenant, String name, Set<Scope> scopes) throws IOException {
        String secret = ApiKey.newSecret(random);
        ApiKey made = ApiKey.of(tenant, scopes, name, secret);
        List<ApiKey> all = new ArrayList<>(new KeyFile(file).read());
        all.add(made);
        write(all);
        return new KeyCalls.Made(known(made), secret);
    }

    @Override
    public synchronized boolean revoke(String tenant, String id) throws IOException {
        List<ApiKey> all = new ArrayList<>(new KeyFile(file).read());
        if (!all.removeIf(key -> key.tenant().equals(tenant) && id(key).equals(id))) {
            return false;
        }
        write(all);
        return true;
    }

    private void write(List<ApiKey> all) throws IOException {
        new KeyFile(file).write(all);
        look();
    }

    private static KeyCalls.Known known(ApiKey key) {
        return new KeyCalls.Known(id(key), key.name(), key.scopes());
    }

    private static String id(ApiKey key) {
        return key.sha256().substring(0, ID_LENGTH);
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
