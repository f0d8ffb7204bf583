package parley.inference.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import parley.inference.catalog.CacheDirectory;

class ModelsCommandTest {
    @TempDir
    Path folder;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    private int run(String... args) {
        return ModelsCommand.run(
                List.of(args),
                new CacheDirectory(folder),
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8));
    }

    @Test
    void shouldListAsJson() throws Exception {
        assertThat(run("list", "--json")).isZero();
        var models = new ObjectMapper().readTree(out.toByteArray()).path("models");
        assertThat(models).isNotEmpty();
        assertThat(models.get(0).path("installed").asBoolean()).isFalse();
        assertThat(models)
                .allSatisfy(
                        model -> assertThat(model.path("checksums").asText()).isIn("known", "not verified"));
    }

    @Test
    void shouldEndWithTwoWhenUsedWrongly() {
        assertThat(run()).isEqualTo(2);
        assertThat(run("pull")).isEqualTo(2);
        assertThat(run("pull", "no-such-model")).isEqualTo(2);
        assertThat(run("list", "--nonsense")).isEqualTo(2);
    }

    @Test
    void shouldEndWithOneWhenAModelIsNotThere() {
        assertThat(run("verify", "silero-vad")).isEqualTo(1);
        assertThat(out.toString(StandardCharsets.UTF_8)).contains("is not installed");
        assertThat(run("pull", "silero-vad", "--from", folder.resolve("nothing").toString()))
                .isEqualTo(1);
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("lacks");
    }

    @Test
    void shouldVerifyNothingInAnEmptyCache() {
        assertThat(run("verify")).isZero();
    }
}
