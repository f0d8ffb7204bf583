package parley.brain.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import parley.brain.bridge.BrainAddress;
import parley.brain.bridge.BrainTransport;
import parley.brain.conformance.ConformanceKit;
import parley.brain.conformance.FakeBrain;
import parley.brain.conformance.FakeScript;
import parley.brain.conformance.Fault;
import parley.brain.conformance.Patience;
import parley.brain.conformance.Verdict;
import parley.brain.directory.BrainDirectory;
import parley.brain.sdk.BrainServer;

/** {@code parley brain check ADDRESS} and {@code parley brain fake}. */
public final class BrainCommand {
    private static final int DONE = 0;
    private static final int FAILED = 1;
    private static final int MISUSED = 2;
    private static final String USAGE = """
            usage: parley brain check ADDRESS [--json] [--token TOKEN] [--certificates DIRECTORY]
                                              [--answer-millis N] [--quiet-millis N] [--deadline-millis N]
                     runs scripted meetings against a brain and says, rule by rule, what it does right and wrong;
                     ADDRESS is embedded, embedded:KNOWLEDGE.md, llm:DIRECTORY, HOST:PORT or grpcs://HOST:PORT
                   parley brain fake [--port N] [--script FILE.json] [--fault NAME]... [--list-faults]
                     serves a brain that says what a script says, and breaks the contract on request""";

    private BrainCommand() {}

    /** Runs to its end; answers the exit code. */
    public static int run(List<String> args, PrintStream out, PrintStream err) {
        try {
            String what = args.isEmpty() ? "" : args.getFirst();
            List<String> rest = args.isEmpty() ? args : args.subList(1, args.size());
            return switch (what) {
                case "check" -> check(rest, out);
                case "fake" -> fake(rest, out);
                default -> throw new Options.Misuse(what.isEmpty() ? "check or fake?" : "there is no brain " + what);
            };
        } catch (Options.Misuse | IllegalArgumentException misuse) {
            err.println("parley brain: " + misuse.getMessage());
            err.println(USAGE);
            return MISUSED;
        } catch (IOException problem) {
            err.println("parley brain: " + problem.getMessage());
            return FAILED;
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return FAILED;
        }
    }

    // ------------------------------------------------------------------------------------------------ check

    private static int check(List<String> args, PrintStream out) throws Options.Misuse, InterruptedException {
        Options options = Options.parse(
                args,
                Set.of("--json"),
                Set.of("--token", "--certificates", "--answer-millis", "--quiet-millis", "--deadline-millis"));
        if (options.rest().size() != 1) {
            throw new Options.Misuse("which brain? One address is wanted");
        }
        BrainAddress address = BrainAddress.parse(options.rest().getFirst());
        Patience usual = Patience.DEFAULT;
        Patience patience = new Patience(
                options.number("--answer-millis", (int) usual.answerMillis(), 100, 600_000),
                options.number("--quiet-millis", (int) usual.quietMillis(), 50, 60_000),
                options.number("--deadline-millis", (int) usual.deadlineMillis(), 50, 600_000));
        Optional<String> token = options.value("--token");
        Optional<Path> certificates = options.value("--certificates").map(Path::of);
        try (BrainTransport transport = BrainDirectory.open(address, BrainDirectory.credentials(token, certificates))) {
            ConformanceKit.Report report = ConformanceKit.check(transport, patience);
            if (options.has("--json")) {
                out.println(json(address, report));
            } else {
                print(address, report, out);
            }
            return report.passed() ? DONE : FAILED;
        }
    }

    private static void print(BrainAddress address, ConformanceKit.Report report, PrintStream out) {
        for (Verdict verdict : report.verdicts()) {
            out.printf(
                    Locale.ROOT,
                    "%-4s %-26s %s%n",
                    verdict.kept() ? "ok" : "FAIL",
                    verdict.rule().id(),
                    verdict.kept() ? verdict.rule().sentence() : verdict.detail());
        }
        long kept = report.verdicts().stream().filter(Verdict::kept).count();
        out.printf(
                Locale.ROOT,
                "%s keeps %d of %d rules%s%n",
                address,
                kept,
                report.verdicts().size(),
                report.firstTextMillis() < 0 ? "" : "; first text after " + report.firstTextMillis() + " ms");
    }

    private static String json(BrainAddress address, ConformanceKit.Report report) {
        ObjectMapper mapper = new ObjectMapper();
        ObjectNode root = mapper.createObjectNode();
        root.put("address", address.toString());
        root.put("passed", report.passed());
        root.put("first_text_ms", report.firstTextMillis());
        ArrayNode rules = root.putArray("rules");
        for (Verdict verdict : report.verdicts()) {
            rules.addObject()
                    .put("rule", verdict.rule().id())
                    .put("asks", verdict.rule().sentence())
                    .put("kept", verdict.kept())
                    .put("detail", verdict.detail());
        }
        return root.toString();
    }

    // ------------------------------------------------------------------------------------------------ fake

    private static int fake(List<String> args, PrintStream out)
            throws Options.Misuse, IOException, InterruptedException {
        Options options = Options.parse(args, Set.of("--list-faults"), Set.of("--port", "--script", "--fault"));
        if (options.has("--list-faults")) {
            for (Fault fault : Fault.values()) {
                out.printf(
                        Locale.ROOT,
                        "%-30s breaks %s%n",
                        fault.id(),
                        fault.rule().id());
            }
            return DONE;
        }
        Set<Fault> faults = new HashSet<>();
        for (String name : options.value("--fault").map(t -> t.split(",")).orElse(new String[0])) {
            faults.add(faultNamed(name));
        }
        Optional<String> file = options.value("--script");
        FakeScript script = file.isPresent() ? FakeScript.read(Path.of(file.get())) : FakeScript.DEFAULT;
        FakeBrain brain = new FakeBrain(script, faults);
        int port = options.number("--port", 9090, 0, 65_535);
        try (BrainServer server = BrainServer.start(brain, brain, BrainServer.Options.loopback(port))) {
            out.println("a fake brain listens on 127.0.0.1:" + server.port());
            out.flush();
            server.awaitTermination();
        }
        return DONE;
    }

    private static Fault faultNamed(String name) throws Options.Misuse {
        return Arrays.stream(Fault.values())
                .filter(f -> f.id().equals(name.strip()))
                .findFirst()
                .orElseThrow(() -> new Options.Misuse("there is no fault " + name + "; there are "
                        + Arrays.stream(Fault.values()).map(Fault::id).collect(Collectors.joining(", "))));
    }
}
