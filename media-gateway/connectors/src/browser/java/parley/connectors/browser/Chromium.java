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

/**
 * A headless Chromium with its own profile, which is gone afterwards. Its microphone plays a file, or there is none. For
 * tests of all modules that have pages.
 */
public final class Chromium implements AutoCloseable {
    public static final String HOW_TO_INSTALL = "Chromium is missing: apt-get install -y chromium";

    private static final String ANNOUNCEMENT = "DevToolsActivePort";

    private final BrowserProcess process;
    private final HttpClient http = HttpClient.newHttpClient();
    private final int port;

    private Chromium(BrowserProcess process, int port) {
        this.process = process;
        this.port = port;
    }

    public static Optional<Path> executable() {
        return BrowserProcess.executable("/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome");
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
        BrowserProcess process = BrowserProcess.start(command, profile, ANNOUNCEMENT);
        int port = Integer.parseInt(
                Files.readAllLines(profile.resolve(ANNOUNCEMENT)).getFirst().trim());
        return new Chromium(process, port);
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
        process.close();
    }
}
