package parley.server.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Objects;
import parley.connectors.browser.DevTools;

/** What every page of the console has to be, on a desk and on a phone, in both colour schemes. Keeps pictures. */
public final class PageInspection {
    private static final Path PICTURES = Path.of("target", "screenshots");
    private static final int MOST_TABS = 150;

    private PageInspection() {}

    private static String checks() throws IOException {
        try (InputStream script = PageInspection.class.getResourceAsStream("checks.js")) {
            return new String(Objects.requireNonNull(script).readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** Judges the page as it is now, everywhere it may be seen, and takes pictures. */
    public static void look(DevTools page, String name) throws Exception {
        page.toFront();
        for (String scheme : new String[] {"light", "dark"}) {
            page.prefers("prefers-color-scheme", scheme);
            for (int width : new int[] {1280, 390}) {
                page.size(width, width == 390 ? 844 : 800);
                page.run("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))");
                String where = name + " " + width + " " + scheme;
                page.run(checks());
                assertThat(page.run("parleyChecks.tooWide()")).as(where).isEmpty();
                assertThat(page.run("parleyChecks.faint()")).as(where).isEmpty();
                assertThat(page.run("parleyChecks.tiny()")).as(where).isEmpty();
                page.picture(
                        PICTURES.resolve(name + "-" + (width == 390 ? "phone" : "desk") + "-" + scheme + ".png"), true);
            }
        }
        page.size(1280, 800);
        assertThat(page.namelessControls()).as(name).isEmpty();
        assertThat(page.complaints()).as(name).isEmpty();
    }

    /** Everything can be reached without a mouse, and one sees where one is. */
    public static void tabThrough(DevTools page) throws Exception {
        page.run(checks());
        page.run("document.activeElement?.blur()");
        for (int i = 0; i < MOST_TABS && !page.run("parleyChecks.unvisited()").isEmpty(); i++) {
            page.press("Tab");
            JsonNode focus = page.run("parleyChecks.focus()");
            assertThat(focus.path("visible").asBoolean())
                    .as("focus on %s", focus.path("name"))
                    .isTrue();
        }
        assertThat(page.run("parleyChecks.unvisited()")).isEmpty();
    }
}
