package parley.server.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import parley.audio.pcm.SampleRate;
import parley.audio.wav.WavWriter;
import parley.connectors.browser.Chromium;
import parley.connectors.browser.DevTools;
import parley.conversation.rehearsal.SynthesizedCast;
import parley.server.node.RunningGateway;
import parley.tts.Synthesizers;

/**
 * A conversation in a real browser, and then every page of the console, in both colour schemes, on a desk and on a phone.
 * The pictures stay in {@code target/screenshots}.
 */
final class ConsolePagesTest {
    private static final SampleRate RATE = SampleRate.KHZ_48;

    @TempDir
    private static Path files;

    private static RunningGateway gateway;
    private static Chromium browser;
    private static String meeting = "";

    @BeforeAll
    static void talk() throws Exception {
        assumeTrue(Chromium.executable().isPresent(), Chromium.HOW_TO_INSTALL);
        gateway = RunningGateway.start(files, root -> root.remove("security"));
        browser = Chromium.start(microphone());
        try (DevTools page = page("/")) {
            page.await("document.getElementById('none').checkVisibility()");
            PageInspection.look(page, "start-empty");
            page.run("document.querySelector('#new [name=title]').value = 'The pilot';"
                    + " document.querySelector('#new button').click()");
            page.await("location.pathname.startsWith('/room/') && document.getElementById('enter')");
            PageInspection.look(page, "talk-door");
            page.run("document.getElementById('name').value = 'Ana'; document.getElementById('enter').click()");
            page.await("document.getElementById('connection').innerText === 'Connected'");
            page.await("document.querySelectorAll('#captions .agent:not(.live)').length >= 2"
                    + " && document.querySelectorAll('#captions p:not(.agent):not(.live)').length >= 2");
            PageInspection.look(page, "talk");
            meeting =
                    gateway.get("", "/v1/meetings").json().at("/meetings/0/id").asText();
            page.prefers("prefers-reduced-motion", "reduce");
            page.run("document.getElementById('agent-state').dataset.state = 'speaking'");
            assertThat(page.run("document.getAnimations().length").asInt())
                    .as("nothing moves for who wants no motion")
                    .isZero();
            try (DevTools watcher = page("/meeting.html?id=" + meeting)) {
                watcher.await("document.querySelectorAll('#captions p .words').length >= 4");
                PageInspection.look(watcher, "live");
                putRight(watcher, "Ana B.", "live-correction");
                page.await(
                        "[...document.querySelectorAll('#captions p')].some((line) => line.innerText.includes('Ana B.'))");
            }
            page.await("[...document.querySelectorAll('#captions p:not(.live):not(.agent)')]"
                    + ".some((line) => line.innerText.toLowerCase().includes('decided'))");
            page.run("document.getElementById('leave').click()");
            page.await("document.getElementById('notice').innerText.includes('You have left')");
            PageInspection.look(page, "talk-left");
        }
        assertThat(gateway.post("", "/v1/meetings/" + meeting + "/close", "{}").status())
                .isEqualTo(200);
    }

    @AfterAll
    static void close() throws Exception {
        if (browser != null) {
            browser.close();
            gateway.close();
        }
    }

    @Test
    void shouldListMeetings() throws Exception {
        try (DevTools page = page("/")) {
            page.await("document.querySelector('#past a').innerText === 'The pilot'");
            PageInspection.look(page, "start");
            PageInspection.tabThrough(page);
        }
    }

    @Test
    void shouldShowAMeetingWithItsSoundWordsDecisionsAndMinutes() throws Exception {
        long firstWords = gateway.get("", "/v1/meetings/" + meeting + "/transcript")
                .json()
                .at("/utterances/0/startMs")
                .asLong();
        try (DevTools page = page("/meeting.html?id=" + meeting + "&at=" + firstWords)) {
            page.await("document.querySelectorAll('#captions p').length >= 4");
            page.await("document.querySelector('.overview .sound') && document.querySelector('.lens .sound')");
            page.await("document.querySelectorAll('.overview rect.said').length >= 4");
            page.await("document.querySelectorAll('.lens text').length > 0");
            page.await("document.querySelectorAll('#turns .pieces span').length > 0");
            assertThat(page.run("document.querySelectorAll('.overview .mark').length")
                            .asInt())
                    .as("decisions of the floor")
                    .isPositive();
            page.await("document.querySelectorAll('#minutes .cite').length > 0");
            page.await("document.querySelector('#captions .now')");
            PageInspection.look(page, "meeting");
            PageInspection.tabThrough(page);

            putRight(page, "Berta", "correction");

            page.run("document.querySelector('.overview').focus()");
            String before = now(page);
            page.press("ArrowRight");
            page.await("document.querySelector('.overview').getAttribute('aria-valuenow') !== '" + before + "'");

            page.run("document.querySelector('#minutes .cite').click()");
            page.await("!document.getElementById('player').paused");
            page.await("document.getElementById('player').currentTime > 0");

            page.run("document.querySelector('#minutes .approve input').value = 'Ben';"
                    + " document.querySelector('#minutes .approve button').click()");
            page.await("document.getElementById('approval').innerText === 'approved'");
            assertThat(page.run("document.getElementById('minutes').innerText").asText())
                    .contains("Approved by Ben");
        }
    }

    @Test
    void shouldFindWhatWasSaid() throws Exception {
        try (DevTools page = page("/search.html?query=decided")) {
            page.await("document.querySelectorAll('#hits mark').length > 0");
            assertThat(page.run("document.querySelector('#hits .cite').getAttribute('href')")
                            .asText())
                    .startsWith("/meeting.html?id=" + meeting + "&at=");
            PageInspection.look(page, "search");
            page.run("document.getElementById('query').value = 'zyzzyva';"
                    + " document.querySelector('#search button').click()");
            page.await("document.getElementById('tally').innerText.startsWith('Nobody said')");
        }
    }

    @Test
    void shouldShowUsageAndMakeALink() throws Exception {
        try (DevTools page = page("/operator.html")) {
            page.await("document.querySelectorAll('#usage dd').length === 5");
            page.run("document.querySelector('#token button').click()");
            page.await("document.querySelector('#link input')?.value.includes('/?token=')");
            PageInspection.look(page, "usage");
            PageInspection.tabThrough(page);
        }
    }

    @Test
    void shouldShowThatNothingWaitsForApproval() throws Exception {
        try (DevTools page = page("/approvals.html")) {
            page.await("document.getElementById('pending').innerText.includes('Nothing waits')");
            PageInspection.look(page, "approvals-empty");
        }
    }

    /** Gives the first line of a person to somebody else. */
    private static void putRight(DevTools page, String name, String picture) throws Exception {
        page.await("document.querySelector('#captions .name')");
        page.run("document.querySelector('#captions .name').click()");
        page.await("document.querySelector('dialog[open] [name=who]')");
        PageInspection.look(page, picture);
        page.run("document.querySelector('dialog [name=who]').value = '" + name + "';"
                + " document.querySelector('dialog .primary').click()");
        page.await("!document.querySelector('dialog') && document.querySelector('#captions .name').innerText === '"
                + name + "'");
    }

    private static String now(DevTools page) throws Exception {
        return page.run("document.querySelector('.overview').getAttribute('aria-valuenow')")
                .asText();
    }

    private static DevTools page(String path) throws Exception {
        return browser.open(gateway.address() + path);
    }

    /** Somebody who asks, listens, cuts in, and decides. */
    private static Path microphone() throws Exception {
        short[] all;
        try (Synthesizers synthesizers = new Synthesizers()) {
            all = conversation(new SynthesizedCast(synthesizers));
        }
        Path file = files.resolve("microphone.wav");
        WavWriter.write(file, RATE, all);
        return file;
    }

    private static short[] conversation(SynthesizedCast cast) throws Exception {
        short[][] lines = {
            silence(6),
            cast.speak("freetts", "What about privacy and data?", RATE),
            silence(3),
            cast.speak("freetts", "Stop. What does it cost?", RATE),
            silence(6),
            cast.speak("freetts", "We decided to start the pilot on Monday.", RATE),
            silence(6),
        };
        int length = 0;
        for (short[] line : lines) {
            length += line.length;
        }
        short[] all = new short[length];
        int at = 0;
        for (short[] line : lines) {
            System.arraycopy(line, 0, all, at, line.length);
            at += line.length;
        }
        return all;
    }

    private static short[] silence(int seconds) {
        return new short[seconds * RATE.hz()];
    }
}
