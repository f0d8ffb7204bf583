package parley.server.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import parley.audio.pcm.SampleRate;
import parley.audio.wav.WavWriter;
import parley.connectors.browser.Firefox;
import parley.connectors.browser.FirefoxTab;
import parley.conversation.rehearsal.SynthesizedCast;
import parley.server.node.RunningGateway;
import parley.tts.Synthesizers;

/** A conversation in Firefox, whose WebRTC is its own, and the meeting's page afterwards. */
final class FirefoxTalkTest {
    private static final Path PICTURES = Path.of("target/screenshots");

    /** Its microphone is what {@code speak} plays: Firefox has no device that plays a file. */
    private static final String MICROPHONE = """
            window.RTCPeerConnection = class extends RTCPeerConnection { constructor(...all) { super(...all); window.peer = this; } };
            if (window.MediaDevices) MediaDevices.prototype.getUserMedia = async () => {
              const bytes = Uint8Array.from(atob("SENTENCE"), (letter) => letter.charCodeAt(0));
              const sound = new Audio(URL.createObjectURL(new Blob([bytes], { type: "audio/wav" })));
              const stream = sound.mozCaptureStream();
              await sound.play(); // until then it has no track
              sound.pause();
              window.speak = () => { sound.currentTime = 0; sound.play(); };
              return stream;
            };
            window.heard = async () => [...(await window.peer.getStats()).values()]
              .filter((one) => one.type === "inbound-rtp").reduce((sum, one) => sum + (one.totalAudioEnergy ?? 0), 0);
            """;

    @TempDir
    private Path files;

    @Test
    void shouldTalkAndShowTheMeetingAfterwards() throws Exception {
        assumeTrue(Firefox.executable().isPresent(), Firefox.HOW_TO_INSTALL);
        try (RunningGateway gateway = RunningGateway.start(files, root -> root.remove("security"));
                Firefox firefox = Firefox.start();
                FirefoxTab page = firefox.open()) {
            page.runFirst(MICROPHONE.replace("SENTENCE", sentence()));
            String meeting = gateway.open("", "The pilot");
            page.go(gateway.address()
                    + gateway.get("", "/v1/meetings/" + meeting)
                            .json()
                            .path("joinLink")
                            .asText());
            page.run("document.getElementById('name').value = 'Ana'; document.getElementById('enter').click()");
            page.await("document.getElementById('connection').innerText === 'Connected'");
            page.await("document.querySelectorAll('#captions .agent:not(.live)').length >= 1");
            assertThat(page.run("heard()").asDouble()).as("the agent's voice").isPositive();

            page.run("speak()");
            page.await("[...document.querySelectorAll('#captions p:not(.agent):not(.live)')]"
                    + ".some((line) => line.innerText.toLowerCase().includes('decided'))");
            page.size(390, 844);
            page.picture(PICTURES.resolve("firefox-talk-phone.png"));
            page.size(1280, 900);
            page.run("document.getElementById('leave').click()");
            page.await("document.getElementById('notice').innerText.includes('You have left')");

            gateway.post("", "/v1/meetings/" + meeting + "/close", "{}");
            page.go(gateway.address() + "/meeting.html?id=" + meeting);
            page.await("document.querySelector('.overview .sound') && document.querySelector('.lens .sound')");
            page.await("document.querySelectorAll('#minutes .cite').length > 0");
            page.run("document.querySelector('#minutes .cite').click()");
            page.await("document.getElementById('player').currentTime > 0");
            page.picture(PICTURES.resolve("firefox-meeting.png"));
            assertThat(page.complaints()).isEmpty();
        }
    }

    private String sentence() throws Exception {
        Path file = files.resolve("sentence.wav");
        try (Synthesizers synthesizers = new Synthesizers()) {
            short[] said = new SynthesizedCast(synthesizers)
                    .speak("freetts", "We decided to start the pilot on Monday.", SampleRate.KHZ_16);
            // When the file ends, so does the microphone.
            WavWriter.write(file, SampleRate.KHZ_16, Arrays.copyOf(said, said.length + SampleRate.KHZ_16.hz() * 20));
        }
        return Base64.getEncoder().encodeToString(Files.readAllBytes(file));
    }
}
