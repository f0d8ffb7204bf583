package parley.connectors.browser;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A browser with a profile of its own, which is gone afterwards. */
final class BrowserProcess implements AutoCloseable {
    private static final long PATIENCE_SECONDS = 60;

    private final Process process;
    private final Path profile;

    private BrowserProcess(Process process, Path profile) {
        this.process = process;
        this.profile = profile;
    }

    static Optional<Path> executable(String... paths) {
        return Stream.of(paths).map(Path::of).filter(Files::isExecutable).findFirst();
    }

    /**
     * Starts it and waits until it can be reached.
     *
     * @param announcement the file in the profile that then says where
     */
    static BrowserProcess start(List<String> command, Path profile, String announcement)
            throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(profile.resolve("log.txt").toFile())
                .start();
        Path announced = profile.resolve(announcement);
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (System.nanoTime() < deadline && process.isAlive()) {
            if (Files.exists(announced) && Files.size(announced) > 0) {
                return new BrowserProcess(process, profile);
            }
            // Another program's file: there is no event to wait for but its end.
            process.waitFor(50, TimeUnit.MILLISECONDS);
        }
        process.destroyForcibly();
        throw new IOException(command.getFirst() + " did not start:\n" + Files.readString(profile.resolve("log.txt")));
    }

    @Override
    public void close() throws IOException {
        // Its children still write to the profile after it has ended.
        List<ProcessHandle> all = Stream.concat(Stream.of(process.toHandle()), process.descendants())
                .toList();
        process.destroy();
        for (ProcessHandle each : all) {
            each.onExit().completeOnTimeout(each, 5, TimeUnit.SECONDS).join();
            each.destroyForcibly();
            each.onExit().join();
        }
        try (Stream<Path> files = Files.walk(profile)) {
            for (Path path : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        }
    }
}
