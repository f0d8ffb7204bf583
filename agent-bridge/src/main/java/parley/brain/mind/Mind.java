package parley.brain.mind;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * An agent's folder: {@code lens.md} (how it sees), {@code standards.md} (what good means), {@code principles.md} (when
 * to act, when to ask, how it communicates), {@code memory.md} and {@code knowledge/*.md}. A file may be missing; the
 * folder may not.
 *
 * @param prefix the files in this order, the beginning of every prompt
 */
public record Mind(Path directory, String prefix) {
    private static final List<String> FILES = List.of("lens.md", "standards.md", "principles.md", "memory.md");
    private static final int LONGEST_FILE = 60_000;
    private static final int LONGEST_KNOWLEDGE = 120_000;

    /** Reads it as it is now; every meeting reads it anew. */
    public static Mind read(Path directory) {
        if (!Files.isDirectory(directory)) {
            throw new IllegalArgumentException(
                    "the agent's folder " + directory
                            + " does not exist; it holds lens.md, standards.md, principles.md, and may hold memory.md and knowledge/");
        }
        StringBuilder prefix = new StringBuilder();
        try {
            for (String file : FILES) {
                append(prefix, directory.resolve(file), LONGEST_FILE);
            }
            Path knowledge = directory.resolve("knowledge");
            if (Files.isDirectory(knowledge)) {
                try (Stream<Path> files = Files.list(knowledge)) {
                    for (Path file : files.filter(f -> f.toString().endsWith(".md"))
                            .sorted()
                            .toList()) {
                        append(prefix, file, LONGEST_KNOWLEDGE - prefix.length());
                    }
                }
            }
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    "the agent's folder " + directory + " cannot be read: " + e.getMessage(), e);
        }
        return new Mind(directory, prefix.toString());
    }

    private static void append(StringBuilder prefix, Path file, int most) throws IOException {
        if (Files.isRegularFile(file) && most > 0) {
            String text = Files.readString(file).strip();
            prefix.append(text, 0, Math.min(most, text.length())).append("\n\n");
        }
    }
}
