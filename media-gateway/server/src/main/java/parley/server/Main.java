package parley.server;

import parley.server.cli.CommandLine;

/** Where the program begins. The launcher passes its arguments on as they are. */
public final class Main {
    private Main() {}

    /** Runs one command and exits with its code. */
    public static void main(String[] arguments) {
        System.exit(CommandLine.onThisTerminal().run(arguments));
    }
}
