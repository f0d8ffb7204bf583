package parley.connectors.browser;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** A tab over the DevTools protocol: runs script in it, looks at it, and hears what it complains about. */
public final class DevTools implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    private static final Set<String> CONTROLS = Set.of(
            "button",
            "link",
            "textbox",
            "searchbox",
            "combobox",
            "checkbox",
            "slider",
            "meter",
            "region",
            "dialog",
            "navigation");

    private final Map<Integer, CompletableFuture<JsonNode>> waiting = new ConcurrentHashMap<>();
    private final AtomicInteger ids = new AtomicInteger();
    private final List<String> complaints = new CopyOnWriteArrayList<>();
    private final WebSocket socket;
    private volatile CompletableFuture<Void> loaded = new CompletableFuture<>();

    private DevTools(HttpClient http, URI address) {
        socket = http.newWebSocketBuilder().buildAsync(address, new Answers()).join();
    }

    static DevTools connect(HttpClient http, String target) throws Exception {
        return new DevTools(
                http,
                URI.create(JSON.readTree(target).path("webSocketDebuggerUrl").asText()));
    }

    /** Waits until the page that was asked for is there with its scripts. */
    void awaitLoaded() throws Exception {
        call("Page.enable", JSON.createObjectNode());
        call("Runtime.enable", JSON.createObjectNode());
        call("Log.enable", JSON.createObjectNode());
        String ready = run("location.href.startsWith('http') && document.readyState === 'complete'")
                .asText();
        if (!ready.equals("true")) {
            loaded.get(30, TimeUnit.SECONDS);
        }
    }

    /** Goes to another page in the same tab. */
    public void go(String address) throws Exception {
        loaded = new CompletableFuture<>();
        call("Page.navigate", JSON.createObjectNode().put("url", address));
        loaded.get(30, TimeUnit.SECONDS);
    }

    /** Runs an expression, waits for its promise, and gives its value. */
    public JsonNode run(String expression) throws Exception {
        ObjectNode params = JSON.createObjectNode()
                .put("expression", expression)
                .put("awaitPromise", true)
                .put("returnByValue", true)
                .put("userGesture", true);
        JsonNode result = call("Runtime.evaluate", params);
        if (result.has("exceptionDetails")) {
            throw new IllegalStateException("the page threw: " + result.path("exceptionDetails"));
        }
        return result.path("result").path("value");
    }

    /** Runs a script before those of each page that comes. */
    public void runFirst(String script) throws Exception {
        call("Page.addScriptToEvaluateOnNewDocument", JSON.createObjectNode().put("source", script));
    }

    /** Answers when the expression is true; a page that does not come so far is told with what it shows. */
    public void await(String expression) throws Exception {
        String watch = "new Promise(done => { const end = Date.now() + 45000; const look = () => { let is = false;"
                + " try { is = (" + expression + "); } catch (e) { is = false; }"
                + " if (is) done(true); else if (Date.now() > end) done(false); else setTimeout(look, 50); }; look(); })";
        boolean came;
        try {
            came = run(watch).asBoolean();
        } catch (ExecutionException navigated) {
            // The page that was asked went away for another one, which may be the one that is waited for.
            came = run(watch).asBoolean();
        }
        if (!came) {
            throw new AssertionError("never true: " + expression + "\non a page that shows:\n"
                    + run("document.body.innerText").asText() + "\ncomplaints: " + complaints);
        }
    }

    /** What the page's scripts, and the browser about the page, called errors or warnings so far. */
    public List<String> complaints() {
        return List.copyOf(complaints);
    }

    /** Browsers draw only the tab in front. */
    public void toFront() throws Exception {
        call("Page.bringToFront", JSON.createObjectNode());
    }

    public void size(int width, int height) throws Exception {
        ObjectNode params = JSON.createObjectNode()
                .put("width", width)
                .put("height", height)
                .put("deviceScaleFactor", 1)
                .put("mobile", width < 600);
        call("Emulation.setDeviceMetricsOverride", params);
    }

    /** @param feature of the person's settings, for instance prefers-color-scheme */
    public void prefers(String feature, String value) throws Exception {
        ObjectNode params = JSON.createObjectNode();
        params.putArray("features").addObject().put("name", feature).put("value", value);
        call("Emulation.setEmulatedMedia", params);
    }

    /** What a screen reader would call by its kind only, because it has no name. */
    public List<String> namelessControls() throws Exception {
        List<String> found = new ArrayList<>();
        for (JsonNode node :
                call("Accessibility.getFullAXTree", JSON.createObjectNode()).path("nodes")) {
            String role = node.at("/role/value").asText();
            if (!node.path("ignored").asBoolean()
                    && CONTROLS.contains(role)
                    && node.at("/name/value").asText().isBlank()) {
                found.add(role + " " + node.path("backendDOMNodeId").asText());
            }
        }
        return found;
    }

    /** A key as a person presses it: Tab, Enter, ArrowRight, ... */
    public void press(String key) throws Exception {
        int code = switch (key) {
            case "Tab" -> 9;
            case "Enter" -> 13;
            case "ArrowLeft" -> 37;
            case "ArrowRight" -> 39;
            default -> 0;
        };
        for (String type : List.of("keyDown", "keyUp")) {
            ObjectNode params = JSON.createObjectNode()
                    .put("type", type)
                    .put("key", key)
                    .put("code", key)
                    .put("windowsVirtualKeyCode", code);
            if (key.equals("Enter")) {
                params.put("text", "\r");
            }
            call("Input.dispatchKeyEvent", params);
        }
    }

    /** @param whole the page from its head to its foot, not only what the window shows */
    public void picture(Path file, boolean whole) throws Exception {
        ObjectNode params = JSON.createObjectNode().put("format", "png").put("captureBeyondViewport", whole);
        if (whole) {
            JsonNode content =
                    call("Page.getLayoutMetrics", JSON.createObjectNode()).path("cssContentSize");
            params.putObject("clip")
                    .put("x", 0)
                    .put("y", 0)
                    .put("width", content.path("width").asInt())
                    .put("height", content.path("height").asInt())
                    .put("scale", 1);
        }
        String data = call("Page.captureScreenshot", params).path("data").asText();
        Files.createDirectories(file.toAbsolutePath().getParent());
        Files.write(file, Base64.getDecoder().decode(data));
    }

    /** For browsers whose microphone is guarded. */
    public void allowMicrophone(boolean allowed) throws Exception {
        ObjectNode params = JSON.createObjectNode().put("setting", allowed ? "granted" : "denied");
        params.putObject("permission").put("name", "microphone");
        call("Browser.setPermission", params);
    }

    private JsonNode call(String method, ObjectNode params) throws Exception {
        int id = ids.incrementAndGet();
        CompletableFuture<JsonNode> answer = new CompletableFuture<>();
        waiting.put(id, answer);
        ObjectNode message = JSON.createObjectNode().put("id", id).put("method", method);
        message.set("params", params);
        socket.sendText(message.toString(), true).get(10, TimeUnit.SECONDS);
        return answer.get(120, TimeUnit.SECONDS);
    }

    @Override
    public void close() {
        socket.abort();
    }

    private void told(JsonNode message) {
        JsonNode params = message.path("params");
        switch (message.path("method").asText()) {
            case "Page.loadEventFired" -> loaded.complete(null);
            case "Runtime.exceptionThrown" ->
                complaints.add(params.path("exceptionDetails").toString());
            case "Runtime.consoleAPICalled" -> {
                if (List.of("error", "warning", "assert")
                        .contains(params.path("type").asText())) {
                    complaints.add(params.path("args").toString());
                }
            }
            case "Log.entryAdded" -> {
                if (List.of("error", "warning")
                        .contains(params.at("/entry/level").asText())) {
                    complaints.add(params.at("/entry/text").asText() + " "
                            + params.at("/entry/url").asText());
                }
            }
            default -> {}
        }
    }

    private final class Answers implements WebSocket.Listener {
        private final StringBuilder partial = new StringBuilder();

        @Override
        public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
            partial.append(data);
            if (last) {
                String text = partial.toString();
                partial.setLength(0);
                try {
                    JsonNode message = JSON.readTree(text);
                    told(message);
                    CompletableFuture<JsonNode> answer =
                            waiting.remove(message.path("id").asInt());
                    if (answer != null) {
                        if (message.has("error")) {
                            answer.completeExceptionally(
                                    new IOException(message.path("error").toString()));
                        } else {
                            answer.complete(message.path("result"));
                        }
                    }
                } catch (IOException e) {
                    throw new IllegalStateException(e);
                }
            }
            from.request(1);
            return CompletableFuture.completedFuture(null);
        }
    }
}
