package parley.brain.cli;

import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import parley.brain.memory.Fact;
import parley.brain.memory.MemoryStore;

/** {@code parley memory show / forget / export DIRECTORY}: what an agent remembers. */
public final class MemoryCommand {
    private static final String USAGE = """
            usage: parley memory show DIRECTORY [--history]    what the agent in a folder remembers
                   parley memory forget DIRECTORY NAME         forgets everything about somebody
                   parley memory export DIRECTORY              everything as JSON""";

    private MemoryCommand() {}

    /** Runs to its end; answers the exit code. */
    public static int run(List<String> args, PrintStream out, PrintStream err) {
        try {
            Options options = Options.parse(args, Set.of("--history"), Set.of());
            List<String> rest = options.rest();
            if (rest.size() < 2) {
                throw new Options.Misuse("show, forget or export, and an agent's folder, are wanted");
            }
            Path directory = Path.of(rest.get(1));
            if (!Files.isDirectory(directory)) {
                throw new Options.Misuse("there is no folder " + directory);
            }
            MemoryStore memory = MemoryStore.in(directory);
            switch (rest.getFirst()) {
                case "show" -> show(memory, options.has("--history"), out);
                case "export" -> out.println(memory.export());
                case "forget" -> {
                    if (rest.size() != 3) {
                        throw new Options.Misuse("forget whom?");
                    }
                    out.println("forgot " + memory.forget(rest.get(2)) + " facts about " + rest.get(2));
                }
                default -> throw new Options.Misuse("there is no memory " + rest.getFirst());
            }
            return 0;
        } catch (Options.Misuse misuse) {
            err.println("parley memory: " + misuse.getMessage());
            err.println(USAGE);
            return 2;
        } catch (UncheckedIOException problem) {
            err.println("parley memory: " + problem.getMessage());
            return 1;
        }
    }

    private static void show(MemoryStore memory, boolean history, PrintStream out) {
        List<Fact> facts = memory.facts(history);
        if (facts.isEmpty()) {
            out.println("nothing is remembered");
        }
        for (Fact fact : facts) {
            out.printf(
                    Locale.ROOT,
                    "%s %s (%.0f%%, from %s at %s)%s%n",
                    fact.about(),
                    fact.text(),
                    fact.confidence() * 100,
                    fact.source(),
                    fact.at(),
                    fact.replaced() ? " [replaced]" : "");
        }
    }
}
