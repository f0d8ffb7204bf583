package parley.server.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import parley.archive.sealing.MasterKey;
import parley.audio.pcm.PcmFrame;
import parley.audio.pcm.SampleRate;
import parley.brain.memory.MemoryStore;
import parley.connectors.room.RoomClient;
import parley.conversation.rehearsal.SynthesizedCast;
import parley.server.node.RunningGateway;
import parley.server.node.RunningGateway.Answer;
import parley.tts.Synthesizers;

/** A meeting with everything on, looked for in every byte of the storage directory once it is deleted. */
class CompleteDeletionTest {
    private static final String KEY = RunningGateway.ACME;
    private static final String NAME = "Rumpelstiltskin";
    private static final String SPOKEN =
            "They want to paint the bridge yellow, because everybody likes yellow bridges.";
    private static final String SAID = "Wonderful, the elephant painting begins tomorrow.";
    private static final String CHAT = "The invoice number is kingfisher";
    private static final String TITLE = "Quarterly zeppelin review";

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldLeaveNothingOfADeletedMeetingInAnyFile(boolean sealed) throws Exception {
        Path agent = agent();
        KeptMeeting.write(folder);
        try (RunningGateway gateway = RunningGateway.start(folder, root -> everything(root, agent, sealed))) {
            String id = hold(gateway);
            MemoryStore memory = MemoryStore.in(agent);
            memory.hear(id, NAME, "My budget is eleven thousand crowns.");
            memory.save();
            Set<String> traces = traces(gateway, id);
            if (!sealed) {
                assertThat(found(traces).toString())
                        .as("what the search finds before")
                        .contains(NAME, id, TITLE, "elephant");
            }

            Answer deleted = gateway.call(KEY, "DELETE", "/v1/meetings/" + id, "");
            assertThat(deleted.status()).as(deleted.text()).isEqualTo(200);
            assertThat(deleted.json().path("files").asInt()).isGreaterThanOrEqualTo(3);

            assertThat(found(traces)).as("what the search finds afterwards").isEmpty();
            assertThat(gateway.get(KEY, "/v1/meetings/" + id).status()).isEqualTo(404);
            assertThat(gateway.get(KEY, "/v1/search?query=elephant").json().path("hits"))
                    .isEmpty();
            assertThat(gateway.get(KEY, "/v1/search?query=zebra").json().path("hits"))
                    .hasSize(1);
            assertThat(gateway.get(KEY, "/v1/meetings/" + KeptMeeting.ID + "/transcript")
                            .text())
                    .contains("buy a zebra");
        }
        // What closing and opening again would write.
        try (RunningGateway gateway = RunningGateway.start(folder, root -> everything(root, agent, sealed))) {
            assertThat(gateway.get(KEY, "/v1/meetings").text()).doesNotContain(TITLE);
            assertThat(found(Set.of(NAME, TITLE, "elephant", "kingfisher"))).isEmpty();
        }
    }

    /** An agent's folder with a memory; its brain is asked nothing here. */
    private Path agent() throws Exception {
        Path agent = Files.createDirectories(folder.resolve("data").resolve("ada"));
        Files.writeString(
                agent.resolve("model.json"), "{\"primary\":{\"url\":\"http://127.0.0.1:9/v1\",\"model\":\"none\"}}");
        return agent;
    }

    private void everything(ObjectNode root, Path agent, boolean sealed) {
        KeptMeeting.configure(root);
        ((ObjectNode) root.path("meetings")).put("record", true);
        var agents = root.putArray("agents");
        agents.addObject().put("name", "Parley").put("brain", "embedded");
        agents.addObject().put("name", "Ada").put("brain", "llm:" + agent);
        if (sealed) {
            try {
                Path key = folder.resolve("master-key");
                if (!Files.exists(key)) {
                    Files.writeString(key, MasterKey.create(new SecureRandom()));
                }
                ((ObjectNode) root.path("storage")).put("master-key-file", key.toString());
            } catch (java.io.IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        }
    }

    /** A meeting from its opening until its minutes are approved; its id. */
    private static String hold(RunningGateway gateway) throws Exception {
        Answer opened = gateway.post(
                KEY,
                "/v1/meetings",
                "{\"title\":\"" + TITLE + "\",\"connector\":\"room\",\"policy\":\"POLICY_SCRIBE\"}");
        assertThat(opened.status()).as(opened.text()).isEqualTo(200);
        String id = opened.json().path("id").asText();
        String meeting = "/v1/meetings/" + id;
        RoomClient guest =
                gateway.guest(gateway.get(KEY, meeting).json().path("joinLink").asText(), NAME);
        try (Synthesizers voices = new Synthesizers()) {
            short[] speech = new SynthesizedCast(voices).speak("freetts", SPOKEN, SampleRate.KHZ_24);
            guest.say(new PcmFrame(SampleRate.KHZ_24, 0, speech)).get(60, TimeUnit.SECONDS);
            guest.say(new PcmFrame(SampleRate.KHZ_24, 0, new short[48_000])).get(60, TimeUnit.SECONDS);
        }
        until(
                gateway,
                meeting + "/transcript",
                words -> words.findValuesAsText("speaker").contains(NAME));
        gateway.post(KEY, meeting + "/chat", "{\"text\":\"" + CHAT + "\"}");
        gateway.post(KEY, meeting + "/say", "{\"text\":\"" + SAID + "\",\"uninterruptible\":true}");
        until(gateway, meeting + "/transcript", words -> words.toString().contains("elephant"));
        guest.close();
        gateway.post(KEY, meeting + "/close", "{}");
        until(gateway, meeting, view -> !view.path("ended").asText("").isEmpty());
        until(gateway, "/v1/deliveries", list -> list.findValuesAsText("event").contains("minutes.draft"));
        Answer approved = gateway.post(KEY, meeting + "/minutes/approve", "{\"by\":\"Zacharias\"}");
        assertThat(approved.status()).as(approved.text()).isEqualTo(200);
        return id;
    }

    private interface Condition {
        boolean holds(JsonNode answer);
    }

    private static void until(RunningGateway gateway, String path, Condition condition) throws Exception {
        long giveUp = System.nanoTime() + TimeUnit.SECONDS.toNanos(120);
        Answer answer = gateway.get(KEY, path);
        while (!condition.holds(answer.json())) {
            assertThat(System.nanoTime()).as(path + ": " + answer.text()).isLessThan(giveUp);
            Thread.onSpinWait(); // each turn is a call
            answer = gateway.get(KEY, path);
        }
    }

    /** Everything by which the meeting could be known again: its names, and each long word that was heard or written. */
    private static Set<String> traces(RunningGateway gateway, String id) throws Exception {
        Set<String> traces = new TreeSet<>(List.of(id, NAME, TITLE, "kingfisher", "Zacharias", "eleven thousand"));
        for (JsonNode utterance :
                gateway.get(KEY, "/v1/meetings/" + id + "/transcript").json().path("utterances")) {
            for (String word : utterance.path("text").asText().split("[^A-Za-z]+")) {
                if (word.length() > 5 && !word.equals("Parley")) {
                    traces.add(word);
                }
            }
        }
        assertThat(traces).contains("elephant");
        return traces;
    }

    /** Which of them stand in which files of the storage directory, whatever their letters' case. */
    private Set<String> found(Set<String> traces) throws Exception {
        Set<String> found = new TreeSet<>();
        List<Path> files = new ArrayList<>();
        try (Stream<Path> tree = Files.walk(folder.resolve("data"))) {
            tree.filter(Files::isRegularFile).forEach(files::add);
        }
        for (Path file : files) {
            String content =
                    (file + "\n" + Files.readString(file, StandardCharsets.ISO_8859_1)).toLowerCase(Locale.ROOT);
            traces.stream()
                    .filter(trace -> content.contains(trace.toLowerCase(Locale.ROOT)))
                    .forEach(trace -> found.add(trace + " in " + file.getFileName()));
        }
        return found;
    }
}
