package parley.conversation.rehearsal;

import java.io.IOException;
import java.util.List;
import parley.conversation.meeting.SpeakingPolicy;

/** Runs a short meeting whose numbers nobody counts: class loading, ciphers and models are slow the first time only. */
final class Warmup {
    private static final String KNOWLEDGE = "# Greeting\n## Hello\nHello, this is a test.\n";

    private Warmup() {}

    static void run(Workbench bench) throws IOException, ScenarioException, InterruptedException {
        List<Scenario.Line> lines =
                List.of(line("can you hear me"), line("what can you do"), line("tell me something about the hello"));
        Scenario scenario = new Scenario(
                "warm-up",
                "",
                "",
                SpeakingPolicy.CONVERSATION,
                new Scenario.Agent("Ada", List.of(), List.of(), KNOWLEDGE, "", 0, false),
                List.of(new Scenario.Actor("Wendy", "espeak:en-us|freetts", 0, "none", 20, 0, 0, 0)),
                lines,
                List.of(),
                List.of(),
                List.of());
        Rehearsal.run(bench, scenario, 1);
    }

    private static Scenario.Line line(String text) {
        return new Scenario.Line(
                "Wendy",
                text,
                new Scenario.Cue.AfterAgent(300),
                Scenario.Expect.ANY,
                List.of(),
                3_000,
                Scenario.BrainEvent.NOTHING);
    }
}
