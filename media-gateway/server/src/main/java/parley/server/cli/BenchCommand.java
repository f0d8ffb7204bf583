package parley.server.cli;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import parley.brain.bench.BrainsBench;
import parley.connectors.bench.MediaBench;
import parley.connectors.bench.MediaBenchOptions;
import parley.inference.Inference;
import parley.inference.InferenceSettings;
import parley.server.bench.WholeGatewayBench;
import parley.stt.Recognizer;
import parley.stt.RecognizerSettings;
import parley.stt.Recognizers;
import parley.stt.bench.HearingBench;
import parley.tts.bench.SpeakingBench;
import parley.turns.bench.BenchTurnsCommand;

/** {@code ./parley bench}: finds the benchmark that the user named. */
final class BenchCommand implements Command {
    private static final long SEED = 20_260_101;
    private static final String HELP = """
            ./parley bench media [--quick] [--churn-minutes N] [--without-janus]
            ./parley bench speech --hearing
            ./parley bench speech --speaking
            ./parley bench turns
            ./parley bench brains
            ./parley bench e2e [--sessions N] [--subscribers N] [--kills N] [--parts meetings,slow-brain,subscribers,crash,demo]
                               [--out DIRECTORY] [--quick]

            Each measures on this machine and prints its figures; --json prints one object with them. The media benchmark lets
            participants come and go for ten minutes at its end; --churn-minutes says for how many.
            """;

    private final Map<String, Command> benches = new TreeMap<>();

    BenchCommand() {
        benches.put("media", BenchCommand::media);
        benches.put("speech", BenchCommand::speech);
        benches.put("turns", (arguments, terminal) -> BenchTurnsCommand.run(arguments, terminal.out(), terminal.err()));
        benches.put("e2e", new WholeGatewayBench());
        benches.put("brains", (arguments, terminal) -> BrainsBench.run(arguments, terminal.out(), terminal.err()));
    }

    @Override
    public int run(List<String> arguments, Terminal terminal) throws Exception {
        if (arguments.isEmpty() || CommandLine.isHelp(arguments.getFirst())) {
            terminal.out().print(HELP);
            return arguments.isEmpty() ? MISUSED : DONE;
        }
        Command bench = benches.get(arguments.getFirst());
        if (bench == null) {
            String nearest = Nearest.to(arguments.getFirst(), benches.keySet())
                    .map(found -> "; did you mean " + found + "?")
                    .orElse(": there are " + String.join(", ", benches.keySet()));
            terminal.err().println("parley bench: there is no benchmark " + arguments.getFirst() + nearest);
            return MISUSED;
        }
        try {
            return bench.run(new ArrayList<>(arguments.subList(1, arguments.size())), terminal);
        } catch (Arguments.Misuse misuse) {
            terminal.err().println("parley bench: " + misuse.getMessage());
            return MISUSED;
        }
    }

    private static int media(List<String> list, Terminal terminal) throws Exception {
        Arguments arguments =
                Arguments.parse(list, Set.of("--json", "--quick", "--without-janus"), Set.of("--churn-minutes"));
        MediaBenchOptions options = arguments.has("--quick") ? MediaBenchOptions.QUICK : MediaBenchOptions.USUAL;
        if (arguments.option("--churn-minutes").isPresent()) {
            options = options.withChurn(Duration.ofMinutes(arguments.number("--churn-minutes", 2, 1, 600)));
        }
        if (arguments.has("--without-janus")) {
            options = options.withoutJanus();
        }
        terminal.out().println(MediaBench.run(options, SEED, terminal.err()));
        return DONE;
    }

    private static int speech(List<String> list, Terminal terminal) throws Exception {
        Arguments arguments = Arguments.parse(list, Set.of("--json", "--hearing", "--speaking"), Set.of());
        if (arguments.has("--hearing")) {
            terminal.out().println(HearingBench.run(terminal.err()));
        }
        if (arguments.has("--speaking")) {
            try (Inference inference = new Inference(InferenceSettings.forThisMachine());
                    Recognizer recognizer = Recognizers.with(inference)
                            .open(RecognizerSettings.of(RecognizerSettings.Engine.BUNDLED))) {
                SpokenText listener = new SpokenText(recognizer);
                terminal.out().println(SpeakingBench.run(SEED, Optional.of(listener::of), terminal.err()));
            }
        }
        if (!arguments.has("--hearing") && !arguments.has("--speaking")) {
            throw new Arguments.Misuse("speech wants --hearing or --speaking");
        }
        return DONE;
    }
}
