package parley.conversation.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import parley.archive.transcript.StoreException;
import parley.conversation.rehearsal.Rehearsal;
import parley.conversation.rehearsal.RehearsalReport;
import parley.conversation.rehearsal.RehearsalReport.Outcome;
import parley.conversation.rehearsal.ScenarioException;
import parley.conversation.rehearsal.Scenarios;
import parley.conversation.rehearsal.Workbench;
import parley.tts.SynthesisException;

/** Many one-to-one meetings at once with everything on: the numbers of {@code bench e2e} that whole meetings give. */
public final class EndToEndBench {
    private static final int DONE = 0;
    private static final int FAILED = 1;
    private static final int MISUSED = 2;
    private static final int SESSIONS = 12;
    private static final int SESSIONS_AT_MOST = 500;

    private EndToEndBench() {}

    /** {@code [--sessions N] [--out DIRECTORY] [--json]}: prints one JSON object. */
    public static int run(List<String> arguments, PrintStream out, PrintStream err) {
        int sessions = SESSIONS;
        Path folder = Path.of(System.getProperty("java.io.tmpdir", "."), "parley-bench-e2e");
        try {
            for (int i = 0; i < arguments.size(); i++) {
                boolean more = i + 1 < arguments.size();
                if (arguments.get(i).equals("--sessions") && more) {
                    sessions = Integer.parseInt(arguments.get(++i));
                } else if (arguments.get(i).equals("--out") && more) {
                    folder = Path.of(arguments.get(++i));
                } else if (!arguments.get(i).equals("--json")) {
                    err.println("there is no option " + arguments.get(i) + "; there are --sessions N, --out DIRECTORY");
                    return MISUSED;
                }
            }
        } catch (NumberFormatException e) {
            sessions = 0;
        }
        if (sessions < 1 || sessions > SESSIONS_AT_MOST) {
            err.println("--sessions wants a number from 1 to " + SESSIONS_AT_MOST);
            return MISUSED;
        }
        try {
            out.println(run(sessions, folder));
            return DONE;
        } catch (IOException e) {
            err.println("the benchmark failed: " + e.getMessage());
            return FAILED;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return FAILED;
        }
    }

    /**
     * Runs them; blocks until they are over.
     *
     * @param sessions meetings at once
     * @param folder where recordings, logs and the store go
     */
    public static ObjectNode run(int sessions, Path folder) throws IOException, InterruptedException {
        try (Workbench bench = new Workbench(folder, "auto")) {
            bench.warmUp();
            List<Outcome> outcomes = Rehearsal.run(bench, Scenarios.load(Scenarios.SHIPPED.getFirst()), sessions);
            List<RehearsalReport.LineResultView> lines = new ArrayList<>();
            outcomes.forEach(outcome -> lines.addAll(outcome.lines()));
            ObjectNode root = new ObjectMapper().createObjectNode();
            root.put("sessions", sessions);
            RehearsalReport.summarize(root, RehearsalReport.Summary.of(lines));
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
