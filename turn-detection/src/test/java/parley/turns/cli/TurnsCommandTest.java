package parley.turns.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TurnsCommandTest {
    @TempDir
    private Path folder;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    private int run(String... args) {
        return TurnsCommand.run(
                List.of(args),
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8));
    }

    private Path wav(String name, int seconds) throws IOException {
        ByteBuffer b = ByteBuffer.allocate(44 + seconds * 32_000).order(ByteOrder.LITTLE_ENDIAN);
        b.put("RIFF".getBytes(StandardCharsets.US_ASCII))
                .putInt(36 + seconds * 32_000)
                .put("WAVEfmt ".getBytes(StandardCharsets.US_ASCII));
        b.putInt(16)
                .putShort((short) 1)
                .putShort((short) 1)
                .putInt(16_000)
                .putInt(32_000)
                .putShort((short) 2)
                .putShort((short) 16);
        b.put("data".getBytes(StandardCharsets.US_ASCII)).putInt(seconds * 32_000);
        return Files.write(folder.resolve(name), b.array());
    }

    @Test
    void shouldPrintALineOfJsonForEachLineOfText() throws IOException {
        Path file = Files.writeString(
                folder.resolve("lines.txt"),
                "i would like to book a table for\ncan you send me the minutes\n\nhold on a second\n");
        assertThat(run("--text-file", file.toString(), "--json")).isZero();
        List<String> labels = out.toString(StandardCharsets.UTF_8)
                .lines()
                .map(line -> {
                    try {
                        return new ObjectMapper().readTree(line).get("label").asText();
                    } catch (IOException e) {
                        throw new AssertionError(e);
                    }
                })
                .toList();
        assertThat(labels).containsExactly("unfinished", "finished", "wait");
    }

    @Test
    void shouldPrintAnObjectForEachRecording() throws IOException {
        assertThat(run(wav("a.wav", 1).toString(), wav("b.wav", 2).toString(), "--json"))
                .isZero();
        List<String> lines = out.toString(StandardCharsets.UTF_8).lines().toList();
        assertThat(lines).hasSize(2);
        JsonNode second = new ObjectMapper().readTree(lines.getLast());
        assertThat(second.get("file").asText()).endsWith("b.wav");
        assertThat(second.get("speech")).isEmpty();
        assertThat(second.get("turns")).isEmpty();
    }

    @Test
    void shouldFailOnWhatIsNoRecording() throws IOException {
        Path empty = Files.createFile(folder.resolve("empty.wav"));
        assertThat(run(empty.toString(), "--json")).isEqualTo(1);
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("empty.wav");
        assertThat(out.size()).isZero();
    }

    @Test
    void shouldExplainWrongArguments() {
        assertThat(run()).isEqualTo(2);
        assertThat(run("--eagerness", "3", "x.wav")).isEqualTo(2);
        assertThat(run("--text-file")).isEqualTo(2);
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("usage:");
    }
}
