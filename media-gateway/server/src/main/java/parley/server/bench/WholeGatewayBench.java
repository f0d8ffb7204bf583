package parley.server.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import parley.conversation.bench.EndToEndBench;
import parley.server.cli.Arguments;
import parley.server.cli.Command;

/** {@code ./parley bench e2e}: meetings at once, subscribers, crashes and the start, one after the other. */
public final class WholeGatewayBench implements Command {
    private static final Set<String> PARTS =
            Set.of("meetings", "slow-brain", "subscribers", "crash", "crash-sealed", "demo");
    private static final int SESSIONS = 12;
    private static final int SUBSCRIBERS = 10_000;
    private static final int KILLS = 100;
    private static final int SEED = 20_260_101;
    private static final int QUICK_SUBSCRIBERS = 1_000;
    private static final int QUICK_KILLS = 6;
    private static final int SLOW_BRAIN_MILLIS = 300;

    @Override
    public int run(List<String> list, Terminal terminal) throws Exception {
        Arguments arguments = Arguments.parse(
                list,
                Set.of("--json", "--quick"),
                Set.of("--sessions", "--subscribers", "--kills", "--seed", "--parts", "--out"));
        boolean quick = arguments.has("--quick");
        int sessions = arguments.number("--sessions", SESSIONS, 1, 500);
        int subscribers = arguments.number("--subscribers", quick ? QUICK_SUBSCRIBERS : SUBSCRIBERS, 1, 1_000_000);
        int kills = arguments.number("--kills", quick ? QUICK_KILLS : KILLS, 1, 100_000);
        int seed = arguments.number("--seed", SEED, 0, Integer.MAX_VALUE);
        Set<String> parts = new TreeSet<>(List.of(arguments
                .option("--parts")
                .orElse("meetings,slow-brain,subscribers,crash,demo")
                .split(",")));
        if (!PARTS.containsAll(parts)) {
            throw new Arguments.Misuse("--parts wants some of " + String.join(",", new TreeSet<>(PARTS)));
        }
        Path folder = arguments.option("--out").map(Path::of).orElse(Files.createTempDirectory("parley-bench-e2e"));
        Files.createDirectories(folder);
        ObjectNode report = new ObjectMapper().createObjectNode();
        try {
            if (parts.contains("meetings")) {
                terminal.err().println("e2e: " + sessions + " meetings at once");
                report.setAll(EndToEndBench.run(sessions, 0, folder.resolve("meetings")));
            }
            if (parts.contains("slow-brain")) {
                terminal.err().println("e2e: one meeting with a brain that thinks for " + SLOW_BRAIN_MILLIS + " ms");
                report.set("slow_brain", EndToEndBench.run(1, SLOW_BRAIN_MILLIS, folder.resolve("slow-brain")));
            }
            if (parts.contains("subscribers")) {
                terminal.err().println("e2e: " + subscribers + " subscribers to one meeting");
                SubscriberLoad.measure(Launcher.find(), subscribers, folder.resolve("subscribers"), report);
            }
            if (parts.contains("demo")) {
                terminal.err().println("e2e: the start of the demo");
                DemoStart.measure(Launcher.find(), folder, report);
            }
            for (boolean sealed : new boolean[] {false, true}) {
                String part = sealed ? "crash-sealed" : "crash";
                if (parts.contains(part)) {
                    terminal.err()
                            .println("e2e: a gateway " + (sealed ? "with a master key " : "") + "that is killed "
                                    + kills + " times");
                    CrashTrial.measure(
                            Launcher.find(), kills, seed, sealed, folder.resolve(part), report, terminal.err());
                }
            }
        } catch (IOException e) {
            terminal.err().println("the benchmark failed: " + e.getMessage());
            return FAILED;
        }
        terminal.out().println(report);
        return DONE;
    }
}
