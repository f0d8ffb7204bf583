package parley.connectors.browser;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A headless Chromium with its own profile, which is gone afterwards. Its microphone plays a file, or there is none. For
 * tests of all modules that have pages.
 */
public final class Chromium implements AutoCloseable {
    public static final String HOW_TO_INSTALL = "Chromium is missing: apt-get install -y chromium";

    private final Process process;
    private final Path profile;
    private final HttpClient http = HttpClient.newHttpClient();
    private final int port;

    private Chromium(Process process, Path profile, int port) {
        this.process = process;
        this.profile = profile;
        this.port = port;
    }

    public static Optional<Path> executable() {
        return Stream.of("/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome")
                .map(Path::of)
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** Allows its microphone, which plays that file again and again, to whoever asks. */
    public static Chromium start(Path microphone) throws IOException, InterruptedException {
        return start(List.of(
                "--use-fake-ui-for-media-stream",
                "--use-fake-device-for-media-stream",
                "--use-file-for-fake-audio-capture=" + microphone));
    }

    /** Has a microphone that beeps, and gives it to those only whom {@link DevTools#allowMicrophone} allows it. */
    public static Chromium guarded() throws IOException, InterruptedException {
        return start(List.of("--use-fake-device-for-media-stream", "--deny-permission-prompts"));
    }

    private static Chromium start(List<String> switches) throws IOException, InterruptedException {
        Path profile = Files.createTempDirectory("chromium");
        List<String> command = new ArrayList<>(List.of(
                executable().orElseThrow().toString(),
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-quic",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--disable-dev-shm-usage",
                "--autoplay-policy=no-user-gesture-required",
                "--remote-debugging-port=0",
                "--user-data-dir=" + profile,
                "--hide-scrollbars"));
        command.addAll(switches);
        command.add("about:blank");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(profile.resolve("log.txt").toFile())
                .start();
        Path announced = profile.resolve("DevToolsActivePort");
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (System.nanoTime() < deadline && process.isAlive()) {
            if (Files.exists(announced) && Files.size(announced) > 0) {
                int port = Integer.parseInt(
                        Files.readAllLines(announced).getFirst().trim());
                return new Chromium(process, profile, port);
            }
            // Another program's file: there is no event to wait for but its end.
            process.waitFor(50, TimeUnit.MILLISECONDS);
        }
        process.destroyForcibly();
        throw new IOException("Chromium did not start:\n" + Files.readString(profile.resolve("log.txt")));
    }

    /** A new tab with that page, and the way to talk to it. */
    public DevTools open(String address) throws Exception {
        String encoded = URLEncoder.encode(address, StandardCharsets.UTF_8);
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/json/new?" + encoded))
                .PUT(HttpRequest.BodyPublishers.noBody())
                .build();
        String answer = http.send(request, HttpResponse.BodyHandlers.ofString()).body();
        DevTools tab = DevTools.connect(http, answer);
        tab.awaitLoaded();
        return tab;
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
            for (Path path : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        }
    }
}
