package parley.conversation.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import parley.archive.transcript.StoreException;
import parley.conversation.rehearsal.Rehearsal;
import parley.conversation.rehearsal.RehearsalReport;
import parley.conversation.rehearsal.RehearsalReport.Outcome;
import parley.conversation.rehearsal.Scenario;
import parley.conversation.rehearsal.ScenarioException;
import parley.conversation.rehearsal.Scenarios;
import parley.conversation.rehearsal.Workbench;
import parley.tts.SynthesisException;

/** Many one-to-one meetings at once with everything on: the numbers of {@code bench e2e} that whole meetings give. */
public final class EndToEndBench {
    private EndToEndBench() {}

    /**
     * Runs them; blocks until they are over.
     *
     * @param sessions meetings at once
     * @param brainDelayMillis how long the brain is made to think before its first word
     * @param folder where recordings, logs and the store go
     */
    public static ObjectNode run(int sessions, int brainDelayMillis, Path folder)
            throws IOException, InterruptedException {
        try (Workbench bench = new Workbench(folder, "auto")) {
            bench.warmUp();
            Scenario scenario = Scenarios.load(Scenarios.SHIPPED.getFirst()).withBrainDelay(brainDelayMillis);
            List<Outcome> outcomes = Rehearsal.run(bench, scenario, sessions);
            List<RehearsalReport.LineResultView> lines = new ArrayList<>();
            outcomes.forEach(outcome -> lines.addAll(outcome.lines()));
            ObjectNode root = new ObjectMapper().createObjectNode();
            root.put("sessions", sessions);
            RehearsalReport.summarize(root, RehearsalReport.Summary.of(lines));
            ArrayNode failures = root.putArray("failures");
            outcomes.forEach(outcome -> outcome.failures().forEach(failures::add));
            root.put("cpu", outcomes.getFirst().cpu())
                    .put("rss_mb", outcomes.getFirst().rssMb());
            root.put("recognizer", outcomes.getFirst().recognizer())
                    .put("voice", outcomes.getFirst().voice());
            return root;
        } catch (StoreException | SynthesisException | ScenarioException e) {
            throw new IOException(e.getMessage(), e);
        }
    }
}
