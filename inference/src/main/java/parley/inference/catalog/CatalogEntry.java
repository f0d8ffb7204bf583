package parley.inference.catalog;

import java.util.List;
import java.util.Optional;

/**
 * A model that can be pulled.
 *
 * @param kind what loads it: vosk, zipformer, silero, smart-turn, piper, kokoro
 * @param purpose recognition, voice-activity, end-of-turn or synthesis
 * @param hears people, or synthetic voices; for voices: what they were made from
 */
public record CatalogEntry(
        String name,
        String kind,
        String purpose,
        List<String> languages,
        String licence,
        String hears,
        List<CatalogFile> files) {
    /**
     * One download.
     *
     * @param sha256 lower-case hexadecimal; empty where it is not known: a pull takes what the host tells, else says
     *     that it could not verify; {@code verify} then notices only what changes later
     * @param unpack whether it is a ZIP archive to be unpacked, without its top folder
     * @param path where it goes below the model's folder; for an archive the folder its contents go to
     */
    public record CatalogFile(String url, Optional<String> sha256, long sizeBytes, boolean unpack, String path) {
        public CatalogFile {
            sha256.ifPresent(digest -> {
                if (!digest.matches("[0-9a-f]{64}")) {
                    throw new IllegalArgumentException(url + ": '" + digest + "' is no SHA-256");
                }
            });
        }
    }

    public CatalogEntry {
        if (!name.matches("[a-z0-9][a-z0-9.-]*")) {
            throw new IllegalArgumentException(
                    "model name '" + name + "': lower-case letters, digits, dots and dashes");
        }
        languages = List.copyOf(languages);
        files = List.copyOf(files);
    }

    /** Whether the catalog knows what every download must be. */
    public boolean hasChecksums() {
        return files.stream().allMatch(file -> file.sha256().isPresent());
    }

    public long sizeBytes() {
        return files.stream().mapToLong(CatalogFile::sizeBytes).sum();
    }
}
