package parley.stt.cli;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Locale;

/** A line on a terminal that rewrites itself; nothing elsewhere. */
public final class ProgressBar {
    private static final int WIDTH = 30;

    private final String name;
    private final PrintStream err;
    private final boolean shown;
    private int lastPercent = -1;

    public ProgressBar(Path file, PrintStream err) {
        this.name = String.valueOf(file.getFileName());
        this.err = err;
        this.shown = java.util.Optional.ofNullable(System.console())
                .map(java.io.Console::isTerminal)
                .orElse(false);
    }

    public void at(double seconds, double ofSeconds) {
        int percent = ofSeconds > 0 ? (int) Math.min(100, 100 * seconds / ofSeconds) : 0;
        if (!shown || percent == lastPercent) {
            return;
        }
        lastPercent = percent;
        int done = percent * WIDTH / 100;
        err.printf(Locale.ROOT, "\r%s [%s%s] %3d%%", name, "#".repeat(done), ".".repeat(WIDTH - done), percent);
    }

    public void end() {
        if (shown && lastPercent >= 0) {
            err.print("\r\033[K");
        }
    }
}
