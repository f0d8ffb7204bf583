package parley.server.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Finds the command that the user named and runs it. */
public final class CommandLine {
    private final Map<String, Command> commands;
    private final Command.Terminal terminal;

    CommandLine(Map<String, Command> commands, Command.Terminal terminal) {
        this.commands = Map.copyOf(commands);
        this.terminal = terminal;
    }

    /**
     * The real thing. Standard output is kept for results: whatever a library prints there by itself goes to standard
     * error.
     */
    public static CommandLine onThisTerminal() {
        var out = new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
        System.setOut(System.err);
        return new CommandLine(Commands.all(), new Command.Terminal(System.in, out, System.err));
    }

    /** Runs the named command and answers the exit code of the process. */
    public int run(String... arguments) {
        if (arguments.length == 0) {
            terminal.out().print(help());
            return Command.DONE;
        }
        String name = arguments[0];
        List<String> rest = Arrays.asList(arguments).subList(1, arguments.length);
        if (isHelp(name)) {
            return help(rest);
        }
        Command command = commands.get(name);
        if (command == null) {
            return unknown(name);
        }
        try {
            return command.run(rest, terminal);
        } catch (Exception failure) {
            terminal.err().println("parley " + name + ": " + messageOf(failure));
            return Command.FAILED;
        }
    }

    private int help(List<String> about) {
        if (about.isEmpty()) {
            terminal.out().print(help());
            return Command.DONE;
        }
        return run(about.getFirst(), "--help");
    }

    private int unknown(String name) {
        String nearest = Nearest.to(name, commands.keySet())
                .map(found -> "; did you mean " + found + "?")
                .orElse(".");
        terminal.err().println("parley: there is no command " + name + nearest);
        terminal.err().println("./parley help lists them all.");
        return Command.MISUSED;
    }

    static boolean isHelp(String argument) {
        return argument.equals("help") || argument.equals("--help") || argument.equals("-h");
    }

    private static String messageOf(Throwable failure) {
        return Objects.requireNonNullElse(
                failure.getMessage(), failure.getClass().getSimpleName());
    }

    static String help() {
        try (var in = CommandLine.class.getResourceAsStream("help.txt")) {
            return new String(Objects.requireNonNull(in, "help.txt").readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
