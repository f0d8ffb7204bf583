package parley.connectors.browser;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.List;

/** A tab of a Firefox. */
public final class FirefoxTab extends Tab {
    private final RemoteLine line;
    private final String context;

    FirefoxTab(RemoteLine line, String context) {
        this.line = line;
        this.context = context;
    }

    @Override
    public void go(String address) throws Exception {
        line.call("browsingContext.navigate", here().put("url", address).put("wait", "complete"));
    }

    /** The value has to be a text, a number or a truth. */
    @Override
    public JsonNode run(String expression) throws Exception {
        ObjectNode params = RemoteLine.JSON
                .createObjectNode()
                .put("expression", expression)
                .put("awaitPromise", true)
                .put("userActivation", true);
        params.set("target", here());
        JsonNode result = line.call("script.evaluate", params);
        if (result.path("type").asText().equals("exception")) {
            throw new IllegalStateException("the page threw: " + result.path("exceptionDetails"));
        }
        return result.at("/result/value");
    }

    @Override
    public void runFirst(String script) throws Exception {
        ObjectNode params = RemoteLine.JSON.createObjectNode().put("functionDeclaration", "() => {" + script + "}");
        params.putArray("contexts").add(context);
        line.call("script.addPreloadScript", params);
    }

    public void size(int width, int height) throws Exception {
        ObjectNode params = here();
        params.putObject("viewport").put("width", width).put("height", height);
        line.call("browsingContext.setViewport", params);
    }

    /** The page from its head to its foot. */
    public void picture(Path file) throws Exception {
        JsonNode taken = line.call("browsingContext.captureScreenshot", here().put("origin", "document"));
        keep(file, taken.path("data").asText());
    }

    void logged(JsonNode entry) {
        if (List.of("error", "warn").contains(entry.path("level").asText())) {
            complain(entry.path("text").asText() + " "
                    + entry.at("/stackTrace/callFrames/0/url").asText());
        }
    }

    private ObjectNode here() {
        return RemoteLine.JSON.createObjectNode().put("context", context);
    }

    @Override
    public void close() {
        try {
            line.call("browsingContext.close", here());
        } catch (Exception e) {
            throw new IllegalStateException("the tab could not be closed", e);
        }
    }
}
