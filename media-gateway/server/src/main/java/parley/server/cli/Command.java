package parley.server.cli;

import java.io.InputStream;
import java.io.PrintStream;
import java.util.List;

/** One command of the launcher. */
@FunctionalInterface
public interface Command {
    /** Done. */
    int DONE = 0;
    /** It could not be done; standard error says why. */
    int FAILED = 1;
    /** The arguments were wrong; standard error says what is right. */
    int MISUSED = 2;

    /** Runs to its end and answers the exit code. Only results go to the terminal's {@code out}. */
    int run(List<String> arguments, Terminal terminal) throws Exception;

    /** What a command reads from and writes to. */
    record Terminal(InputStream in, PrintStream out, PrintStream err) {}
}
