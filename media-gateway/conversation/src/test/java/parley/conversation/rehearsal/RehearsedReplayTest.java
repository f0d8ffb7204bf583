package parley.conversation.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import parley.conversation.meeting.SpeakingPolicy;
import parley.conversation.replay.ReplayCommand;

/** A meeting over real WebRTC, with the recognizer, the voice and the brain that ship, and then its log. */
class RehearsedReplayTest {
    @TempDir
    static Path folder;

    private static Path log = Path.of("");

    @BeforeAll
    static void rehearse() throws Exception {
        Scenario scenario = new Scenario(
                "replayed",
                "",
                "",
                SpeakingPolicy.CONVERSATION,
                new Scenario.Agent(
                        "Ada",
                        List.of(),
                        List.of(),
                        "# Meeting\n## When it starts\nIt starts at nine.\n",
                        "",
                        0,
                        false),
                List.of(new Scenario.Actor("Bob", "espeak:en-us|freetts", 0, "none", 20, 0, 0, 0)),
                List.of(line("when does the meeting start"), line("can you hear me")),
                List.of(),
                List.of(),
                List.of());
        try (Workbench bench = new Workbench(folder.resolve("bench"), "auto")) {
            log = Path.of(Rehearsal.run(bench, scenario, 1).getFirst().files().get("event_log"));
        }
    }

    private static Scenario.Line line(String text) {
        return new Scenario.Line(
                "Bob",
                text,
                new Scenario.Cue.AfterAgent(300),
                Scenario.Expect.ANSWER,
                List.of(),
                10_000,
                Scenario.BrainEvent.NOTHING);
    }

    private static JsonNode replay(String... arguments) throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int code = ReplayCommand.run(
                List.of(arguments),
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8));
        assertThat(code).as(err.toString(StandardCharsets.UTF_8)).isZero();
        return new ObjectMapper().readTree(out.toByteArray());
    }

    @Test
    void shouldDecideTheSameAgain() throws Exception {
        JsonNode report = replay(log.toString(), "--json");

        assertThat(report.path("differing").asInt())
                .as(report.path("first_difference").asText())
                .isZero();
        assertThat(report.path("whole").asBoolean()).isTrue();
        assertThat(report.path("steps").asInt()).isGreaterThan(100);
        assertThat(report.path("decisions").toString()).contains("committed").contains("speaking");
    }

    @Test
    void shouldTellWhatAnotherPolicyWouldHaveDecided() throws Exception {
        Path scribe = Files.writeString(folder.resolve("scribe.json"), "{\"policy\":\"scribe\"}");
        JsonNode report = replay(log.toString(), "--policy", scribe.toString(), "--json");

        assertThat(report.path("only_before").toString()).contains("speaking");
        assertThat(report.path("only_after").toString()).doesNotContain("speaking");
    }
}
