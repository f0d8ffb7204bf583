package parley.server.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import parley.audio.pcm.PcmFrame;
import parley.audio.pcm.SampleRate;
import parley.connectors.browser.Chromium;
import parley.connectors.browser.DevTools;
import parley.connectors.room.RoomClient;
import parley.conversation.rehearsal.SynthesizedCast;
import parley.server.console.PageInspection;
import parley.server.node.RunningGateway;
import parley.tts.Synthesizers;

/** An agent proposes something; a person sees it in the console, and decides there. */
final class ApprovalsPageTest {
    private static final String REQUEST = "Please send the mail to all of them.";
    private static final String PROPOSED = "document.querySelector('.proposal h2').innerText === 'send mail (to: all)'";

    @TempDir
    private Path folder;

    private AgentsWorld world;
    private RunningGateway gateway;
    private Chromium browser;

    @BeforeEach
    void open() throws Exception {
        assumeTrue(Chromium.executable().isPresent(), Chromium.HOW_TO_INSTALL);
        world = new AgentsWorld();
        Path agent = world.agent(folder.resolve("ada"));
        gateway = RunningGateway.start(folder, root -> {
            root.putArray("agents").addObject().put("name", "Ada").put("brain", "llm:" + agent);
            root.putArray("tenants").addObject().put("name", "acme").put("agent", "Ada");
        });
        browser = Chromium.guarded();
    }

    @AfterEach
    void close() throws Exception {
        if (browser != null) {
            browser.close();
            gateway.close();
        }
        if (world != null) {
            world.close();
        }
    }

    @Test
    void shouldShowWhatWaitsAndDoWhatIsApproved() throws Exception {
        JsonNode meeting = meeting();
        try (DevTools page = browser.open(address("/approvals.html"));
                RoomClient guest = gateway.guest(meeting.path("joinLink").asText())) {
            page.await("document.getElementById('pending').innerText.includes('Nothing waits')");
            guest.say(request());
            page.await(PROPOSED);
            assertThat(page.run("document.querySelector('.proposal').innerText").asText())
                    .contains("Ada asks", "risk", "left", "all");
            PageInspection.look(page, "approvals");

            page.go(address("/"));
            page.await("document.querySelector('nav .badge').innerText === '1'");
            page.await("document.getElementById('waiting').innerText.includes('One proposal waits')");
            PageInspection.look(page, "start-waiting");

            page.go(address("/meeting.html?id=" + meeting.path("id").asText()));
            page.await(PROPOSED);
            PageInspection.look(page, "meeting-waiting");
            decide(page, "fine with me", "Approve", "click()");
            page.await("!document.querySelector('#proposals .proposal')");

            page.go(address("/approvals.html"));
            page.await("document.getElementById('settled').innerText.includes('done')");
            assertThat(page.run("document.getElementById('settled').innerText").asText())
                    .contains("fine with me");
            assertThat(world.mails).hasSize(1);
            page.run("document.querySelector('#audit summary').click()");
            page.await("document.getElementById('audit-list').innerText.includes('The log is whole')");
            PageInspection.look(page, "approvals-decided");
            PageInspection.tabThrough(page);
        }
    }

    @Test
    void shouldDoNothingOfWhatIsRejected() throws Exception {
        JsonNode meeting = meeting();
        try (DevTools page = browser.open(address("/approvals.html"));
                RoomClient guest = gateway.guest(meeting.path("joinLink").asText())) {
            guest.say(request());
            page.await(PROPOSED);
            decide(page, "not today", "Reject", "focus()");
            page.press("Enter");
            page.await("document.getElementById('settled').innerText.includes('rejected')");
            assertThat(page.run("document.getElementById('settled').innerText").asText())
                    .contains("not today");
            page.await("document.getElementById('pending').innerText.includes('Nothing waits')");
            page.await("!document.querySelector('nav .badge').checkVisibility()");
            assertThat(world.mails).isEmpty();
            PageInspection.look(page, "approvals-rejected");
        }
    }

    /** A comment, and then the button is clicked, or stands ready for the keyboard. */
    private static void decide(DevTools page, String comment, String button, String action) throws Exception {
        page.run("document.querySelector('.proposal input').value = '" + comment + "';"
                + " [...document.querySelectorAll('.proposal button')].find(b => b.innerText === '" + button
                + "')." + action);
    }

    private JsonNode meeting() throws Exception {
        return gateway.post(RunningGateway.ACME, "/v1/meetings", "{\"title\":\"mail\"}")
                .json();
    }

    private static PcmFrame request() throws Exception {
        SampleRate rate = SampleRate.KHZ_24;
        try (Synthesizers synthesizers = new Synthesizers()) {
            return new PcmFrame(rate, 0, new SynthesizedCast(synthesizers).speak("freetts", REQUEST, rate));
        }
    }

    private String address(String path) {
        return gateway.address() + path + (path.contains("?") ? "&" : "?") + "token=" + RunningGateway.ACME;
    }
}
