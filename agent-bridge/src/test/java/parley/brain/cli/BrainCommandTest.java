package parley.brain.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import parley.brain.conformance.Fault;

class BrainCommandTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    private int run(String... args) {
        return BrainCommand.run(List.of(args), new PrintStream(out), new PrintStream(err));
    }

    @Test
    void shouldSayWhatIsRightWhenItIsMisused() {
        assertThat(run()).isEqualTo(2);
        assertThat(run("check")).isEqualTo(2);
        assertThat(run("check", "nonsense")).isEqualTo(2);
        assertThat(run("check", "embedded", "--answer-millis", "soon")).isEqualTo(2);
        assertThat(run("fake", "--fault", "no-such-fault")).isEqualTo(2);
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("usage:").contains("never-answers");
        assertThat(out.toString(StandardCharsets.UTF_8)).isEmpty();
    }

    @Test
    void shouldFailWithABrainThatIsNotThere() {
        assertThat(run("check", "127.0.0.1:1", "--answer-millis", "100", "--quiet-millis", "50"))
                .isEqualTo(1);
        assertThat(out.toString(StandardCharsets.UTF_8)).contains("FAIL welcomes-first");
    }

    @Test
    void shouldListTheFaults() {
        assertThat(run("fake", "--list-faults")).isZero();
        assertThat(out.toString(StandardCharsets.UTF_8).lines()).hasSize(Fault.values().length);
    }
}
