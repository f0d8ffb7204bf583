package parley.stt.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class TranscribeCommandTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    private int run(String... args) {
        return TranscribeCommand.run(
                List.of(args),
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8));
    }

    @Test
    void shouldEndWithTwoWhenUsedWrongly() {
        assertThat(run()).isEqualTo(2);
        assertThat(run("--engine")).isEqualTo(2);
        assertThat(run("--engine", "ears", "a.wav")).isEqualTo(2);
        assertThat(run("a.wav", "--nonsense")).isEqualTo(2);
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("usage: parley transcribe", "allowed are auto");
    }

    @Test
    void shouldEndWithOneAndAReasonForAFileThatIsEmpty() {
        assertThat(run("/dev/null", "--json", "--engine", "bundled")).isEqualTo(1);
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("is empty");
        assertThat(out.size()).isZero();
    }

    @Test
    void shouldSayHowToGetAModelThatIsNotInstalled() {
        assertThat(run("a.wav", "--engine", "vosk", "--model", "vosk-large-en")).isEqualTo(1);
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("models pull vosk-large-en");
    }
}
