package parley.server.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CommandLineTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final CommandLine commandLine = new CommandLine(
            Map.of("doctor", (arguments, terminal) -> 0, "demo", (arguments, terminal) -> {
                throw new java.io.IOException("the port is taken");
            }),
            new Command.Terminal(InputStream.nullInputStream(), stream(out), stream(err)));

    @Test
    void shouldNameTheNearestCommand() {
        assertThat(commandLine.run("docter")).isEqualTo(Command.MISUSED);
        assertThat(text(err)).contains("did you mean doctor?");
        assertThat(text(out)).isEmpty();
    }

    @Test
    void shouldSayWhyACommandFailed() {
        assertThat(commandLine.run("demo")).isEqualTo(Command.FAILED);
        assertThat(text(err)).isEqualTo("parley demo: the port is taken\n");
    }

    @Test
    void shouldExplainItself() {
        assertThat(commandLine.run()).isEqualTo(Command.DONE);
        assertThat(text(out)).contains("./parley demo").contains("Exit codes");
    }

    @Test
    void shouldKnowEveryCommandThatTheHelpNames() {
        Set<String> byTheLauncher = Set.of("test");
        List<String> named = CommandLine.help()
                .lines()
                .filter(line -> line.startsWith("  ./parley "))
                .map(line -> line.strip().split("\\s+")[1])
                .filter(name -> !byTheLauncher.contains(name))
                .distinct()
                .toList();
        assertThat(Commands.all().keySet()).containsAll(named);
    }

    @Test
    void shouldTakeArgumentsApart() throws Exception {
        Arguments arguments = Arguments.parse(
                List.of("a", "--json", "--port=3", "-o", "x", "--", "--json"),
                Set.of("--json"),
                Set.of("--port", "-o"));
        assertThat(arguments.has("--json")).isTrue();
        assertThat(arguments.number("--port", 1, 0, 10)).isEqualTo(3);
        assertThat(arguments.option("-o")).contains("x");
        assertThat(arguments.rest()).containsExactly("a", "--json");
        assertThatThrownBy(() -> Arguments.parse(List.of("--jsn"), Set.of("--json"), Set.of()))
                .hasMessage("there is no option --jsn; did you mean --json?");
        assertThatThrownBy(() -> arguments.number("--port", 1, 5, 10)).hasMessageContaining("from 5 to 10");
    }

    private static PrintStream stream(ByteArrayOutputStream bytes) {
        return new PrintStream(bytes, true, StandardCharsets.UTF_8);
    }

    private static String text(ByteArrayOutputStream bytes) {
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
