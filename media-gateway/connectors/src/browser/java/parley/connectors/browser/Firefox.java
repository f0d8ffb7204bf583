package parley.connectors.browser;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** A headless Firefox with its own profile, by WebDriver BiDi. Gives its microphone, where it has one, to whoever asks. */
public final class Firefox implements AutoCloseable {
    public static final String HOW_TO_INSTALL = "Firefox is missing: apt-get install -y firefox-esr";

    private static final List<String> PREFERENCES = List.of(
            "media.navigator.permission.disabled = true",
            "media.autoplay.default = 0",
            "media.peerconnection.ice.loopback = true",
            "app.update.enabled = false",
            "app.normandy.enabled = false",
            "datareporting.policy.dataSubmissionEnabled = false",
            "network.captive-portal-service.enabled = false",
            "network.connectivity-service.enabled = false",
            "services.settings.server = \"http://127.0.0.1:9\"",
            "browser.shell.checkDefaultBrowser = false");
    private static final String ANNOUNCEMENT = "WebDriverBiDiServer.json";

    private final BrowserProcess process;
    private final RemoteLine line;
    /** A session has one line for all tabs; the tests have one tab at a time. */
    private volatile Optional<FirefoxTab> tab = Optional.empty();

    private Firefox(BrowserProcess process, int port) {
        this.process = process;
        this.line = new RemoteLine(
                HttpClient.newHttpClient(), URI.create("ws://127.0.0.1:" + port + "/session"), this::told);
    }

    public static Optional<Path> executable() {
        return BrowserProcess.executable("/usr/bin/firefox-esr", "/usr/bin/firefox");
    }

    public static Firefox start() throws Exception {
        Path profile = Files.createTempDirectory("firefox");
        StringBuilder preferences = new StringBuilder();
        for (String preference : PREFERENCES) {
            String[] parts = preference.split(" = ", 2);
            preferences.append("user_pref(\"%s\", %s);%n".formatted(parts[0], parts[1]));
        }
        Files.writeString(profile.resolve("user.js"), preferences);
        List<String> command = List.of(
                executable().orElseThrow().toString(),
                "--headless",
                "--no-remote",
                "--profile",
                profile.toString(),
                "--remote-debugging-port=0",
                "about:blank");
        BrowserProcess process = BrowserProcess.start(command, profile, ANNOUNCEMENT);
        int port = RemoteLine.JSON
                .readTree(Files.readString(profile.resolve(ANNOUNCEMENT)))
                .path("ws_port")
                .asInt();
        Firefox firefox = new Firefox(process, port);
        ObjectNode session = RemoteLine.JSON.createObjectNode();
        session.putObject("capabilities");
        firefox.line.call("session.new", session);
        ObjectNode wanted = RemoteLine.JSON.createObjectNode();
        wanted.putArray("events").add("log.entryAdded");
        firefox.line.call("session.subscribe", wanted);
        return firefox;
    }

    /** A new tab. */
    public FirefoxTab open() throws Exception {
        ObjectNode params = RemoteLine.JSON.createObjectNode().put("type", "tab");
        FirefoxTab opened = new FirefoxTab(
                line,
                line.call("browsingContext.create", params).path("context").asText());
        tab = Optional.of(opened);
        return opened;
    }

    private void told(JsonNode message) {
        if (message.path("method").asText().equals("log.entryAdded")) {
            tab.ifPresent(open -> open.logged(message.path("params")));
        }
    }

    @Override
    public void close() throws IOException {
        line.close();
        process.close();
    }
}
