package parley.turns.bench;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** {@code parley bench turns [--json] [--seed N] [--dialogues N] [--models FOLDER] [--svg FILE]}. */
public final class BenchTurnsCommand {
    private static final int DONE = 0;
    private static final int FAILED = 1;
    private static final int MISUSED = 2;

    private BenchTurnsCommand() {}

    public static int run(List<String> args, PrintStream out, PrintStream err) {
        long seed = 7;
        int dialogues = 50;
        boolean json = false;
        Path models =
                Path.of(Optional.ofNullable(System.getenv("PARLEY_TEST_MODELS")).orElse("../shared/models"));
        Path svg = Path.of(System.getProperty("java.io.tmpdir"), "parley-turns.svg");
        try {
            for (int i = 0; i < args.size(); i++) {
                switch (args.get(i)) {
                    case "--json" -> json = true;
                    case "--seed" -> seed = Long.parseLong(args.get(++i));
                    case "--dialogues" -> dialogues = Integer.parseInt(args.get(++i));
                    case "--models" -> models = Path.of(args.get(++i));
                    case "--svg" -> svg = Path.of(args.get(++i));
                    default -> {
                        err.println("bench turns does not know " + args.get(i)
                                + "; it takes --json, --seed N, --dialogues N, --models FOLDER, --svg FILE");
                        return MISUSED;
                    }
                }
            }
            ObjectNode report = TurnsBench.run(
                    new TurnsBench.Options(seed, dialogues, models, svg, line -> err.println("bench turns: " + line)));
            out.println(json ? report.toString() : report.toPrettyString());
            return DONE;
        } catch (IndexOutOfBoundsException | IllegalArgumentException e) {
            err.println("bench turns: an option lacks its value or has a wrong one (" + e.getMessage() + ")");
            return MISUSED;
        } catch (IOException e) {
            err.println("bench turns: " + e.getMessage());
            return FAILED;
        }
    }
}
