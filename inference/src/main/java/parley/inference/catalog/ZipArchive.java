package parley.inference.catalog;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipInputStream;

/** Unpacks downloaded archives, and refuses those that reach out of their folder or swell beyond reason. */
final class ZipArchive {
    private static final int MOST_ENTRIES = 10_000;
    private static final long MOST_BYTES = 8L << 30;

    private ZipArchive() {}

    /** Most archives hold one folder named like themselves: its contents go to {@code target}. */
    static void unpackWithoutTopFolder(Path archive, Path target) throws IOException {
        int entries = 0;
        long bytes = 0;
        try (ZipInputStream in = new ZipInputStream(Files.newInputStream(archive))) {
            for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                if (++entries > MOST_ENTRIES) {
                    throw new ZipException(archive.getFileName() + " has more than " + MOST_ENTRIES + " entries");
                }
                Path place = place(target, entry.getName());
                if (entry.isDirectory() || place.equals(target)) {
                    Files.createDirectories(place);
                    continue;
                }
                Path parent = place.getParent();
                Files.createDirectories(parent == null ? target : parent);
                bytes += write(in, place, MOST_BYTES - bytes);
            }
        } catch (IllegalArgumentException e) {
            throw new ZipException(archive.getFileName() + " has an entry whose name cannot be read");
        }
        if (entries == 0) {
            throw new ZipException(archive.getFileName() + " is no ZIP archive, or an empty one");
        }
    }

    private static Path place(Path target, String name) throws ZipException {
        // Judged before the top folder is cut off, so that "../x" does not become "x".
        Path whole = target.resolve("top").resolve(name).normalize();
        Path safe = target.resolve("top");
        if (name.startsWith("/") || name.contains("\\") || !whole.startsWith(safe)) {
            throw new ZipException("the archive's entry '" + name + "' leaves its folder");
        }
        int slash = name.indexOf('/');
        Path place = slash < 0
                ? target.resolve(name)
                : target.resolve(name.substring(slash + 1)).normalize();
        if (!place.startsWith(target)) {
            throw new ZipException("the archive's entry '" + name + "' leaves its folder");
        }
        return place;
    }

    private static long write(InputStream in, Path place, long most) throws IOException {
        long written = 0;
        byte[] buffer = new byte[1 << 16];
        try (var out = Files.newOutputStream(place)) {
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                written += n;
                if (written > most) {
                    throw new ZipException("the archive unpacks to more than " + (MOST_BYTES >> 30) + " GB");
                }
                out.write(buffer, 0, n);
            }
        }
        return written;
    }
}
