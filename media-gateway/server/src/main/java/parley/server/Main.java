package parley.server;

import java.util.logging.Level;
import java.util.logging.Logger;
import parley.server.cli.CommandLine;

/** Where the program begins. The launcher passes its arguments on as they are. */
public final class Main {
    private Main() {}

    /** Runs one command and exits with its code. */
    public static void main(String[] arguments) {
        // Libraries that log by java.util.logging tell about their start at length.
        Logger.getLogger("").setLevel(Level.WARNING);
        System.exit(CommandLine.onThisTerminal().run(arguments));
    }
}
