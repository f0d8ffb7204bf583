package parley.archive.retention;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Where the files of meetings lie: a folder a meeting, in a folder a tenant. */
public record MeetingFolders(Path root) {
    /** What their root is called in a gateway's storage directory. */
    public static final String NAME = "meetings";

    /** What a deletion removed. */
    public record Removed(int files, long bytes) {}

    /** The folder, made when it is not there. */
    public Path create(String tenant, String meetingId) throws IOException {
        return Files.createDirectories(of(tenant, meetingId));
    }

    public Path of(String tenant, String meetingId) {
        return root.resolve(safe(tenant)).resolve(safe(meetingId));
    }

    /** All files of a meeting, by name. */
    public List<Path> files(String tenant, String meetingId) throws IOException {
        Path folder = of(tenant, meetingId);
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> tree = Files.walk(folder)) {
            return tree.filter(Files::isRegularFile).sorted().toList();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    public Removed remove(String tenant, String meetingId) throws IOException {
        Path folder = of(tenant, meetingId);
        if (!Files.isDirectory(folder)) {
            return new Removed(0, 0);
        }
        int files = 0;
        long bytes = 0;
        List<Path> all;
        try (Stream<Path> tree = Files.walk(folder)) {
            all = tree.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path path : all) {
            if (Files.isRegularFile(path)) {
                files++;
                bytes += Files.size(path);
            }
            Files.deleteIfExists(path);
        }
        return new Removed(files, bytes);
    }

    /** Names come from outside: what could climb out of the folder becomes harmless, and two names never become one. */
    private static String safe(String name) {
        StringBuilder out = new StringBuilder(name.length());
        for (byte b : name.getBytes(java.nio.charset.StandardCharsets.UTF_8)) {
            char c = (char) (b & 0xff);
            if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_') {
                out.append(c);
            } else {
                out.append(String.format(java.util.Locale.ROOT, "%%%02x", (int) c));
            }
        }
        return out.isEmpty() ? "%" : out.toString();
    }
}
