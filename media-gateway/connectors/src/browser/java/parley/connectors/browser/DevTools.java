package parley.connectors.browser;

import static parley.connectors.browser.RemoteLine.JSON;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A tab of a Chromium, over the DevTools protocol. */
public final class DevTools extends Tab {
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

    private final RemoteLine line;
    private volatile CompletableFuture<Void> loaded = new CompletableFuture<>();

    private DevTools(HttpClient http, URI address) {
        line = new RemoteLine(http, address, this::told);
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

    @Override
    public void go(String address) throws Exception {
        loaded = new CompletableFuture<>();
        call("Page.navigate", JSON.createObjectNode().put("url", address));
        loaded.get(30, TimeUnit.SECONDS);
    }

    @Override
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

    @Override
    public void runFirst(String script) throws Exception {
        call("Page.addScriptToEvaluateOnNewDocument", JSON.createObjectNode().put("source", script));
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
        keep(file, data);
    }

    /** For browsers whose microphone is guarded. */
    public void allowMicrophone(boolean allowed) throws Exception {
        ObjectNode params = JSON.createObjectNode().put("setting", allowed ? "granted" : "denied");
        params.putObject("permission").put("name", "microphone");
        call("Browser.setPermission", params);
    }

    private JsonNode call(String method, ObjectNode params) throws Exception {
        return line.call(method, params);
    }

    @Override
    public void close() {
        line.close();
    }

    private void told(JsonNode message) {
        JsonNode params = message.path("params");
        switch (message.path("method").asText()) {
            case "Page.loadEventFired" -> loaded.complete(null);
            case "Runtime.exceptionThrown" ->
                complain(params.path("exceptionDetails").toString());
            case "Runtime.consoleAPICalled" -> {
                if (List.of("error", "warning", "assert")
                        .contains(params.path("type").asText())) {
                    complain(params.path("args").toString());
                }
            }
            case "Log.entryAdded" -> {
                if (List.of("error", "warning")
                        .contains(params.at("/entry/level").asText())) {
                    complain(params.at("/entry/text").asText() + " "
                            + params.at("/entry/url").asText());
                }
            }
            default -> {}
        }
    }
}
