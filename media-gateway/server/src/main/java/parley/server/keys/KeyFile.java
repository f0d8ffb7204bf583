package parley.server.keys;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;

/** The file in which keys are kept, a line each. */
public final class KeyFile {
    private final Path file;

    public KeyFile(Path file) {
        this.file = file;
    }

    public List<ApiKey> read() throws IOException {
        if (!Files.exists(file)) {
            return List.of();
        }
        List<ApiKey> keys = new ArrayList<>();
        for (String line : Files.readAllLines(file)) {
            if (!line.isBlank() && !line.startsWith("#")) {
                keys.add(ApiKey.parse(line));
            }
        }
        return keys;
    }

    /** Replaces the file at once, readable by its owner only. */
    public void write(List<ApiKey> keys) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        if (folder != null) {
            Files.createDirectories(folder);
        }
        Path fresh = Files.createTempFile(folder, "keys", ".new");
        if (Files.getFileStore(fresh).supportsFileAttributeView("posix")) {
            Files.setPosixFilePermissions(fresh, PosixFilePermissions.fromString("rw-------"));
        }
        Files.write(fresh, keys.stream().map(ApiKey::line).toList());
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
