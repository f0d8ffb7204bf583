package parley.inference.catalog;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/**
 * The models that were pulled, each in a folder of its own with a list of its files and their digests. A folder is
 * there whole or not at all: it is filled under another name and renamed.
 */
public final class ModelStore {
    private static final String MANIFEST = "installed.json";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path models;

    public ModelStore(CacheDirectory cache) {
        this.models = cache.models();
    }

    public Path folder(CatalogEntry entry) {
        return models.resolve(entry.name());
    }

    public boolean isInstalled(CatalogEntry entry) {
        return Files.exists(folder(entry).resolve(MANIFEST));
    }

    /** Where a download of this entry's n-th file is kept until it is whole. */
    Path part(CatalogEntry entry, int file) throws IOException {
        Path parts = models.resolve(".parts");
        Files.createDirectories(parts);
        return parts.resolve(entry.name() + "-" + file);
    }

    /**
     * Puts an entry's downloaded files in their places.
     *
     * @param downloads in the order of the entry's files
     */
    void install(CatalogEntry entry, List<Path> downloads) throws IOException {
        Files.createDirectories(models);
        Path staging = Files.createTempDirectory(models, ".staging-" + entry.name() + "-");
        try {
            for (int i = 0; i < downloads.size(); i++) {
                CatalogEntry.CatalogFile file = entry.files().get(i);
                Path target = inside(staging, file.path());
                if (file.unpack()) {
                    ZipArchive.unpackWithoutTopFolder(downloads.get(i), target);
                } else {
                    Path parent = target.getParent();
                    Files.createDirectories(parent == null ? staging : parent);
                    Files.copy(downloads.get(i), target, StandardCopyOption.REPLACE_EXISTING);
                }
            }
            writeManifest(staging);
            Path folder = folder(entry);
            if (Files.exists(folder)) {
                Path old = Files.createTempDirectory(models, ".old-" + entry.name() + "-");
                Files.move(folder, old.resolve("model"));
                Files.move(staging, folder);
                delete(old);
            } else {
                Files.move(staging, folder);
            }
        } finally {
            delete(staging);
        }
    }

    private static Path inside(Path folder, String path) throws IOException {
        Path target = folder.resolve(path).normalize();
        if (!target.startsWith(folder)) {
            throw new IOException("the catalog's path '" + path + "' leaves the model's folder");
        }
        return target;
    }

    private static void writeManifest(Path folder) throws IOException {
        ObjectNode digests = JSON.createObjectNode();
        for (Path file : filesIn(folder)) {
            digests.put(folder.relativize(file).toString(), sha256(file));
        }
        JSON.writerWithDefaultPrettyPrinter()
                .writeValue(
                        folder.resolve(MANIFEST).toFile(),
                        JSON.createObjectNode().set("sha256", digests));
    }

    private static List<Path> filesIn(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> !file.endsWith(MANIFEST))
                    .sorted()
                    .toList();
        }
    }

    /** What is wrong with an installed model: missing and changed files; nothing for a whole one. */
    public List<String> verify(CatalogEntry entry) throws IOException {
        Path folder = folder(entry);
        JsonNode manifest;
        try {
            manifest = JSON.readTree(folder.resolve(MANIFEST).toFile());
        } catch (IOException e) {
            return List.of("its list of files cannot be read: " + e.getMessage());
        }
        List<String> faults = new ArrayList<>();
        for (var field : manifest.path("sha256").properties()) {
            Path file = inside(folder, field.getKey());
            if (!Files.exists(file)) {
                faults.add(field.getKey() + " is missing");
            } else if (!sha256(file).equals(field.getValue().asText())) {
                faults.add(field.getKey() + " was changed");
            }
        }
        return faults;
    }

    static String sha256(Path file) throws IOException {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            try (InputStream in = new DigestInputStream(Files.newInputStream(file), digest)) {
                in.transferTo(java.io.OutputStream.nullOutputStream());
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        List<Path> all;
        try (Stream<Path> files = Files.walk(folder)) {
            all = files.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path path : all) {
            Files.delete(path);
        }
    }
}
