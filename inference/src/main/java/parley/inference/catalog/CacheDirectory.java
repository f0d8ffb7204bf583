package parley.inference.catalog;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;

/**
 * Where pulled models and converted data lie: {@code $PARLEY_CACHE}, else {@code $XDG_CACHE_HOME/parley}, else
 * {@code ~/.cache/parley}.
 */
public record CacheDirectory(Path root) {
    public static final String VARIABLE = "PARLEY_CACHE";

    /** Writes a file's content. */
    @FunctionalInterface
    public interface Content {
        void writeTo(OutputStream out) throws IOException;
    }

    public static CacheDirectory fromEnvironment() {
        return from(System.getenv());
    }

    static CacheDirectory from(Map<String, String> environment) {
        String chosen = environment.get(VARIABLE);
        if (chosen != null && !chosen.isBlank()) {
            return new CacheDirectory(Path.of(chosen));
        }
        String shared = environment.get("XDG_CACHE_HOME");
        if (shared != null && !shared.isBlank()) {
            return new CacheDirectory(Path.of(shared, "parley"));
        }
        return new CacheDirectory(Path.of(System.getProperty("user.home"), ".cache", "parley"));
    }

    public Path models() {
        return root.resolve("models");
    }

    public Path converted() {
        return root.resolve("converted");
    }

    /** Writes a file so that it is there whole or not at all, whatever else writes it at the same time. */
    public static void writeAtomically(Path file, Content content) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        if (folder == null) {
            throw new IOException("no folder for " + file);
        }
        Files.createDirectories(folder);
        Path temporary = Files.createTempFile(folder, "." + file.getFileName(), ".part");
        try {
            try (OutputStream out = Files.newOutputStream(temporary)) {
                content.writeTo(out);
            }
            try {
                Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
            } catch (AtomicMoveNotSupportedException e) {
                Files.move(temporary, file, StandardCopyOption.REPLACE_EXISTING);
            }
        } finally {
            Files.deleteIfExists(temporary);
        }
    }
}
