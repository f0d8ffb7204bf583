package parley.server.bench;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** How the benchmark starts other processes: as a user would, by {@code ./parley}, or a class of this program by itself. */
final class Launcher {
    private final Path root;

    private Launcher(Path root) {
        this.root = root;
    }

    static Launcher find() throws IOException {
        Path root = Path.of(System.getProperty("parley.root", "."));
        if (!Files.isExecutable(root.resolve("parley"))) {
            throw new IOException("there is no launcher in " + root + "; start the benchmark by ./parley");
        }
        return new Launcher(root);
    }

    /** {@code ./parley ARGUMENTS}; standard output can be read, the rest goes to the log. */
    ProcessBuilder parley(Path log, String... arguments) {
        List<String> command = new ArrayList<>(List.of(root.resolve("parley").toString()));
        command.addAll(List.of(arguments));
        return builder(command, log);
    }

    /** Another main class of this program, with the same class path. */
    ProcessBuilder java(Path log, List<String> options, Class<?> main, String... arguments) throws IOException {
        // By a file, because native libraries dislike long command lines.
        Path file = Files.createTempFile("parley-bench", ".arguments");
        Files.writeString(file, "-cp \"" + System.getProperty("java.class.path") + "\"\n");
        file.toFile().deleteOnExit();
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow"));
        command.addAll(options);
        command.addAll(List.of("@" + file, main.getName()));
        command.addAll(List.of(arguments));
        return builder(command, log);
    }

    private static ProcessBuilder builder(List<String> command, Path log) {
        File file = log.toFile();
        return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.appendTo(file));
    }
}
