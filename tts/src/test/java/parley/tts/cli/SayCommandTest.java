package parley.tts.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SayCommandTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @TempDir
    private Path folder;

    @Test
    void shouldWriteAFileAndReportOnIt() throws Exception {
        Path file = folder.resolve("a.wav");
        int code = run("", "The review starts at nine.", "-o", file.toString(), "--json", "--voice", "freetts");
        assertThat(code).isZero();
        JsonNode report = new ObjectMapper().readTree(out.toByteArray());
        assertThat(report.get("engine").asText()).isEqualTo("freetts");
        assertThat(report.get("voice").asText()).isEqualTo("kevin16");
        assertThat(report.get("first_audio_ms").asDouble()).isPositive();
        assertThat(report.get("rtf").asDouble()).isPositive();
        double duration = report.get("duration_s").asDouble();
        assertThat(Files.size(file)).isCloseTo(44 + Math.round(duration * 24_000) * 2, within(50L));
        assertThat(report.get("words")).hasSize(5);
        assertThat(report.at("/words/4/w").asText()).isEqualTo("nine");
        assertThat(report.at("/words/4/end").asDouble()).isLessThanOrEqualTo(duration);
    }

    @Test
    void shouldStreamFromInputToOutput() {
        assertThat(run("Hello from the pipe.", "-", "--voice", "freetts", "--rate", "16000"))
                .isZero();
        byte[] wav = out.toByteArray();
        assertThat(new String(wav, 0, 4, StandardCharsets.US_ASCII)).isEqualTo("RIFF");
        assertThat(wav.length).isGreaterThan(20_000);
    }

    @Test
    void shouldSayClearlyWhyItCannot() {
        assertThat(run("")).isEqualTo(2);
        assertThat(run("", "a", "--speed", "17")).isEqualTo(2);
        assertThat(run("", "a", "--nonsense")).isEqualTo(2);
        assertThat(run("", "", "--voice", "freetts")).isEqualTo(1);
        assertThat(run("", "?! ... ,", "--voice", "freetts")).isEqualTo(1);
        assertThat(run("", "\u0645\u0631\u062d\u0628\u0627", "--voice", "freetts"))
                .isEqualTo(1);
        assertThat(run("", "hello", "--voice", "nobody")).isEqualTo(1);
        assertThat(run("\u0001\u0002\u0003\u0000\u0007\u0006", "-", "--voice", "freetts"))
                .isEqualTo(1);
        assertThat(err.toString(StandardCharsets.UTF_8))
                .contains(
                        "what?",
                        "no option",
                        "is not a number",
                        "can be spoken",
                        "knows no way",
                        "there is no voice",
                        "no text");
    }

    @Test
    void shouldSpeakAVeryLongText() throws Exception {
        String text = "This is a long text with some words in it. ".repeat(2_400);
        assertThat(run(text, "-", "--json", "--voice", "freetts")).isZero();
        JsonNode report = new ObjectMapper().readTree(out.toByteArray());
        assertThat(report.get("words")).hasSize(2_400 * 10);
    }

    private int run(String input, String... arguments) {
        return SayCommand.run(
                List.of(arguments),
                new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8));
    }
}
