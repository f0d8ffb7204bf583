package parley.conversation.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import parley.conversation.event.MeetingEvent;
import parley.conversation.log.EventLog;
import parley.conversation.meeting.Input;
import parley.conversation.meeting.SpeakingPolicy;
import parley.conversation.replay.Replay;
import parley.turns.end.AudioEndingModel;
import parley.turns.engine.Ending;
import parley.turns.engine.TurnEngines;
import parley.turns.engine.VoiceActivity;
import parley.turns.floor.Pronunciations;
import parley.turns.voice.OnnxVoiceModel;
import parley.turns.voice.VoiceChunk;
import parley.turns.voice.VoiceModel;

/** Meetings over real WebRTC whose voices and ends of turns other networks hear than the bundled ones. */
class ChosenEnginesTest {
    @TempDir
    Path folder;

    private static final Scenario SCENARIO = new Scenario(
            "chosen",
            "",
            "",
            SpeakingPolicy.CONVERSATION,
            new Scenario.Agent(
                    "Ada", List.of(), List.of(), "# Meeting\n## When it starts\nIt starts at nine.\n", "", 0, false),
            List.of(new Scenario.Actor("Bob", "espeak:en-us|freetts", 0, "none", 20, 0, 0, 0)),
            List.of(
                    line("can you tell me when the", Scenario.Expect.ANY),
                    line("and i think that we should", Scenario.Expect.ANY),
                    line("when does the meeting start", Scenario.Expect.ANSWER)),
            List.of(),
            List.of(),
            List.of());

    private static Scenario.Line line(String text, Scenario.Expect expect) {
        return new Scenario.Line(
                "Bob",
                text,
                new Scenario.Cue.AfterAgent(300),
                expect,
                List.of(),
                expect == Scenario.Expect.ANSWER ? 10_000 : 2_500,
                Scenario.BrainEvent.NOTHING);
    }

    /** Knows nothing, or fails from some call on. */
    private static final class FakeEnding implements AudioEndingModel {
        final AtomicInteger asked = new AtomicInteger();
        final AtomicInteger samples = new AtomicInteger();
        final int failsFrom;

        FakeEnding(int failsFrom) {
            this.failsFrom = failsFrom;
        }

        @Override
        public String name() {
            return "fake";
        }

        @Override
        public double finished(short[] heard) {
            samples.accumulateAndGet(heard.length, Math::max);
            if (asked.incrementAndGet() >= failsFrom) {
                throw new IllegalStateException("the model broke");
            }
            return 0.5;
        }

        @Override
        public void close() {}
    }

    /** One that another takes over from: in effect the bundled one, first under another name. */
    private static final class Breaking implements VoiceModel {
        private final VoiceModel bundled = OnnxVoiceModel.bundled();
        private volatile int left;

        Breaking(int batches) {
            this.left = batches;
        }

        @Override
        public String name() {
            return left > 0 ? "breaking" : "replacing";
        }

        @Override
        public float[] probabilities(List<VoiceChunk> chunks, List<float[]> states) {
            left = left > 0 ? left - 1 : 0;
            return bundled.probabilities(chunks, states);
        }

        @Override
        public void close() {
            bundled.close();
        }
    }

    private EventLog.Content rehearse(VoiceModel voices, Optional<AudioEndingModel> endings) throws Exception {
        try (Workbench bench = new Workbench(folder.resolve("bench"), "auto", voices, endings)) {
            RehearsalReport.Outcome outcome = Rehearsal.run(bench, SCENARIO, 1).getFirst();
            assertThat(outcome.problem()).isEmpty();
            try (InputStream log = Files.newInputStream(Path.of(outcome.files().get("event_log")))) {
                return EventLog.read(log);
            }
        }
    }

    private static List<Input.EndingJudged> opinions(EventLog.Content log) {
        return log.steps().stream()
                .map(EventLog.Step::input)
                .filter(Input.EndingJudged.class::isInstance)
                .map(Input.EndingJudged.class::cast)
                .toList();
    }

    private static Replay.Outcome replay(EventLog.Content log) {
        Replay.Outcome again = Replay.run(log, log.settings(), Pronunciations.load());
        assertThat(again.differing()).as(again.firstDifference()).isZero();
        return again;
    }

    private static List<String> notices(Replay.Outcome meeting) {
        return meeting.events().stream()
                .map(published -> published.event())
                .filter(MeetingEvent.Notice.class::isInstance)
                .map(event -> ((MeetingEvent.Notice) event).code())
                .toList();
    }

    private static TurnEngines pulled(String file) {
        String repository =
                Optional.ofNullable(System.getenv("PARLEY_REPOSITORY")).orElse("../..");
        String models =
                Optional.ofNullable(System.getenv("PARLEY_TEST_MODELS")).orElse(repository + "/../shared/models");
        Path path = Path.of(models, file);
        assumeTrue(Files.isRegularFile(path), file + " is not here; set PARLEY_TEST_MODELS to a folder that has it");
        return new TurnEngines(name -> Optional.of(path));
    }

    @Test
    void shouldGoOnWhenBothModelsBreakAndReplayWithWhatTheySaid() throws Exception {
        FakeEnding ending = new FakeEnding(2);
        EventLog.Content log = rehearse(new Breaking(60), Optional.of(ending));

        assertThat(opinions(log))
                .hasSize(1)
                .allSatisfy(o -> assertThat(o.finished()).isEqualTo(0.5));
        assertThat(ending.samples.get()).isBetween(8_000, AudioEndingModel.WINDOW_SAMPLES);
        assertThat(notices(replay(log))).containsExactlyInAnyOrder("voice-detector-failed", "ending-failed");
    }

    @Test
    void shouldListenWithSileroAndSmartTurnWhereTheyArePulled() throws Exception {
        VoiceModel silero = pulled("silero_vad.onnx")
                .voices(VoiceActivity.SILERO, TurnEngines.Speakers.PEOPLE)
                .engine();
        Optional<AudioEndingModel> smartTurn =
                pulled("smart-turn-v3.2-cpu.onnx").ending(Ending.SMART_TURN).engine();
        EventLog.Content log = rehearse(silero, smartTurn);

        assertThat(opinions(log))
                .isNotEmpty()
                .allSatisfy(o -> assertThat(o.finished()).isBetween(0.0, 1.0));
        assertThat(notices(replay(log))).isEmpty();
    }
}
