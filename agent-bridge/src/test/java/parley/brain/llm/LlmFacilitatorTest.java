package parley.brain.llm;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import parley.agent.v1.FloorPolicy;
import parley.agent.v1.Note;
import parley.brain.testkit.RehearsedMeeting;

/** A facilitated meeting in virtual time, with words from a real HTTP server: time stands still while the server works. */
class LlmFacilitatorTest {
    private static final long PATIENCE_SECONDS = 30;
    private static final long OPENED_BY_MILLIS = 2_000;

    @TempDir
    Path agent;

    private ModelServer model;
    private LlmBrain brain;
    private RehearsedMeeting meeting;

    @BeforeEach
    void start() throws IOException {
        Files.writeString(agent.resolve("principles.md"), "# Principles\nKeep to the time.");
        model = new ModelServer();
        LlmSettings settings = new LlmSettings(model.endpoint("large", 20_000, 20_000), Optional.empty(), 0.3, 200);
        brain = new LlmBrain(agent, settings, meeting -> Toolbox.empty());
        meeting = new RehearsedMeeting(brain)
                .person("ben", "Ben")
                .person("cara", "Cara")
                .person("dev", "Dev")
                .with(m -> m.setPolicy(FloorPolicy.FLOOR_POLICY_FACILITATOR).setTitle("the release meeting"))
                .agenda("Release date", 4)
                .agenda("Open support cases", 3);
    }

    @AfterEach
    void stop() {
        brain.close();
        model.close();
    }

    /** What the model was asked to do, in the last message. */
    private static String asked(JsonNode request) {
        JsonNode messages = request.path("messages");
        return messages.path(messages.size() - 1).path("content").asText();
    }

    private static String words(JsonNode request) {
        String asked = asked(request);
        if (asked.contains("Open the meeting")) {
            return "Good morning everybody, I'm Ada and I lead us through two items in seven minutes.";
        } else if (asked.contains("Introduce the next item")) {
            String who = asked.contains("Ben,") ? "Ben" : asked.contains("Cara,") ? "Cara" : "Dev";
            return "Let's turn to our next point. " + who + ", will you start?";
        } else if (asked.contains("Invite who is named")) {
            String who = asked.contains("Dev,") ? "Dev" : asked.contains("Cara,") ? "Cara" : "Ben";
            return who + ", Ben would like to go on Monday. How do you see it?";
        } else if (asked.contains("Sum up")) {
            return "We go on Monday, and Cara writes the release notes.";
        } else if (asked.contains("Close the meeting")) {
            return "We decided to go on Monday. Cara will write the release notes by Friday. Thank you and goodbye.";
        }
        return "[silent]";
    }

    private void until(BooleanSupplier seen) throws InterruptedException {
        while (!seen.getAsBoolean()) {
            assertThat(meeting.loop().awaitOthers(PATIENCE_SECONDS))
                    .as("what was said: %s", meeting.said())
                    .isTrue();
        }
    }

    private boolean said(String part) {
        return meeting.said().stream().anyMatch(s -> s.contains(part));
    }

    @Test
    void shouldLeadAMeetingInTheModelsWords() throws Exception {
        model.usually(LlmFacilitatorTest::words);
        meeting.begin().pass(OPENED_BY_MILLIS);
        until(() -> said("will you start?"));
        assertThat(meeting.said().getFirst()).startsWith("Good morning everybody");
        meeting.pass(8_000)
                .hears("ben", "I think we are ready, so let's go with Monday.")
                .hears("cara", "I'll write the release notes by Friday.")
                .pass(94_000);
        until(() -> said("How do you see it?"));
        assertThat(meeting.lastSaid()).startsWith("Dev,");
        meeting.hears("dev", "Monday is fine.").pass(90_000);
        assertThat(said("left for release date")).isTrue();
        meeting.pass(41_000);
        until(() -> meeting.said().stream()
                        .filter(s -> s.endsWith("will you start?"))
                        .count()
                == 2);
        // The summary was asked for first, so it is said first, however fast the model is.
        int summary = meeting.said().indexOf("We go on Monday, and Cara writes the release notes.");
        assertThat(summary).isPositive().isLessThan(meeting.said().size() - 1);
        meeting.asks("ben", "Ada, let's move on to the next item.");
        until(() -> said("goodbye"));
        assertThat(meeting.lastSaid()).contains("Cara will write the release notes by Friday");
        assertThat(meeting.notes())
                .anyMatch(n -> n.getKind() == Note.Kind.KIND_ACTION_ITEM
                        && n.getOwner().equals("Cara"));
        meeting.close();
        assertThat(meeting.notes())
                .filteredOn(n -> n.getKind() == Note.Kind.KIND_SUMMARY)
                .hasSize(1);
        // The model read what was said in the meeting, the agent's own words among it.
        String last = model.requests.getLast().toString();
        assertThat(last).contains("Ben: I think we are ready").contains("How do you see it?");
    }

    @Test
    void shouldSayThePlainWordsWhereTheModelForgetsWhomToInvite() throws Exception {
        model.usually(request -> asked(request).contains("Introduce") ? "Who begins?" : words(request));
        meeting.begin().pass(OPENED_BY_MILLIS);
        until(() -> meeting.said().size() == 2);
        assertThat(meeting.lastSaid()).isEqualTo("First: Release date, 4 minutes. Ben, would you like to begin?");
    }

    @Test
    void shouldLeadWithoutAModelThatFails() throws Exception {
        model.then(ModelServer.failing(503)).then(ModelServer.failing(503));
        meeting.begin().pass(OPENED_BY_MILLIS);
        until(() -> meeting.said().size() == 2);
        assertThat(meeting.said().getFirst()).startsWith("Welcome to the release meeting. I'm Ada");
        assertThat(meeting.lastSaid()).startsWith("First: Release date");
    }

    @Test
    void shouldNotWaitForAModelThatStalls() throws Exception {
        model.then(model.stallingAfter("Good "));
        meeting.begin().pass(OPENED_BY_MILLIS);
        assertThat(meeting.loop().awaitOthers(PATIENCE_SECONDS)).isTrue();
        meeting.pass(6_000);
        assertThat(meeting.said().getFirst()).startsWith("Welcome to the release meeting. I'm Ada");
    }
}
