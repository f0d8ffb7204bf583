package parley.server.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import parley.connectors.browser.Chromium;
import parley.connectors.browser.DevTools;
import parley.server.node.RunningGateway;

/** What the talk page does when something is in the way, in a real browser. */
final class TalkPageTest {
    /** Keeps the page's sockets where a test can break them, and counts them. */
    private static final String HOLD_SOCKETS = """
            window.sockets = [];
            window.WebSocket = class extends WebSocket { constructor(url) { super(url); window.sockets.push(this); } };
            window.signals = () => window.sockets.filter((one) => one.url.includes("/signal"));
            window.notice = () => document.getElementById("notice").innerText;
            """;

    @TempDir
    private static Path files;

    private static RunningGateway gateway;
    private static Chromium browser;

    @BeforeAll
    static void open() throws Exception {
        assumeTrue(Chromium.executable().isPresent(), Chromium.HOW_TO_INSTALL);
        gateway = RunningGateway.start(files, root -> root.remove("security"));
        browser = Chromium.guarded();
    }

    @AfterAll
    static void close() throws Exception {
        if (browser != null) {
            browser.close();
            gateway.close();
        }
    }

    @Test
    void shouldTakeARefusalForFinal() throws Exception {
        String room = "/room/" + gateway.room("Guarded", "key", "the-right-key-of-this-room");
        try (DevTools page = page(room + "?key=wrong")) {
            join(page);
            page.await("notice().includes('does not let you in')");
            assertThat(page.run("notice()").asText()).contains("Ask whoever invited you");
            // The first wait of a page that tried again would be half a second.
            page.run("new Promise(done => setTimeout(done, 1500))");
            assertThat(page.run("signals().length").asInt()).isEqualTo(1);
            assertThat(page.run("signals()[0].readyState").asInt()).isEqualTo(3);
        }
    }

    @Test
    void shouldSayThatThereIsNoSuchMeeting() throws Exception {
        try (DevTools page = page("/room/nobody-is-here")) {
            join(page);
            page.await("notice().includes('There is no such meeting')");
            page.run(
                    "[...document.querySelectorAll('#notice button')].find(b => b.innerText === 'Join again').click()");
            page.await("!document.getElementById('door').classList.contains('hidden')");
        }
    }

    @Test
    void shouldSayWhatToDoAboutARefusedMicrophoneAndLetInWithoutOne() throws Exception {
        String room = "/room/" + gateway.room("Listening", "", "");
        try (DevTools page = page(room)) {
            page.allowMicrophone(false);
            page.run("document.getElementById('enter').click()");
            page.await("notice().includes('The microphone was refused')");
            assertThat(page.run("notice()").asText())
                    .contains("allow the microphone")
                    .contains("Try again");
            page.run(
                    "[...document.querySelectorAll('#notice button')].find(b => b.innerText.startsWith('Join without')).click()");
            page.await("document.getElementById('connection').innerText === 'Connected'");
            assertThat(page.run("document.getElementById('microphone-name').innerText")
                            .asText())
                    .contains("You only listen");
        }
    }

    @Test
    void shouldComeBackAfterALostConnection() throws Exception {
        String room = "/room/" + gateway.room("Broken", "", "");
        try (DevTools page = page(room)) {
            join(page);
            page.await("document.getElementById('connection').innerText === 'Connected'");
            page.run("window.seen = []; new MutationObserver(() => seen.push(notice()))"
                    + ".observe(document.getElementById('notice'), { childList: true }); signals().at(-1).close()");
            page.await("seen.some((one) => one.includes('The connection was lost'))");
            page.await("notice().includes('Connected again')");
            assertThat(page.run("document.getElementById('people').children.length")
                            .asInt())
                    .as("the place was kept: the agent and one guest")
                    .isEqualTo(2);
        }
    }

    @Test
    void shouldSayThatTheMeetingIsOver() throws Exception {
        String meeting = gateway.open("", "Short");
        try (DevTools page = page(gateway.get("", "/v1/meetings/" + meeting)
                .json()
                .path("joinLink")
                .asText())) {
            join(page);
            page.await("document.getElementById('connection').innerText === 'Connected'");
            page.await("document.getElementById('title').textContent === 'Short'");
            gateway.post("", "/v1/meetings/" + meeting + "/close", "{}");
            page.await("notice().includes('The meeting is over')");
            assertThat(page.run("document.querySelector('#notice a').getAttribute('href')")
                            .asText())
                    .isEqualTo("/meeting.html?id=" + meeting);
            assertThat(page.complaints()).isEmpty();
        }
    }

    @Test
    void shouldSayThatTheMicrophoneWasTakenAway() throws Exception {
        String room = "/room/" + gateway.room("Unplugged", "", "");
        try (DevTools page = page(room)) {
            page.runFirst("const get = MediaDevices.prototype.getUserMedia; MediaDevices.prototype.getUserMedia ="
                    + " async function (what) { const stream = await get.call(this, what); window.track = stream.getTracks()[0];"
                    + " return stream; }");
            page.go(gateway.address() + room);
            join(page);
            page.await("document.getElementById('connection').innerText === 'Connected'");
            page.allowMicrophone(false);
            page.run("track.readyState === 'ended' || (track.stop(), track.dispatchEvent(new Event('ended')))");
            page.await("notice().includes('The microphone was taken away')");
            assertThat(page.run("notice()").asText()).contains("Nobody hears you any more");
            page.allowMicrophone(true);
            page.run("document.querySelector('#notice button').click()");
            page.await("notice().includes('Now you talk with')");
            assertThat(page.run("track.readyState").asText()).isEqualTo("live");
        }
    }

    private static DevTools page(String path) throws Exception {
        DevTools page = browser.open(gateway.address() + "/about.json");
        page.runFirst(HOLD_SOCKETS);
        page.go(gateway.address() + path);
        return page;
    }

    private static void join(DevTools page) throws Exception {
        page.allowMicrophone(true);
        page.run("document.getElementById('enter').click()");
    }
}
