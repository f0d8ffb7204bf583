package parley.server.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import parley.inference.ExecutionProvider;
import parley.inference.ProviderChoice;

final class GraphicsCardTest {
    private static final ProviderChoice PLAIN = new ProviderChoice(ExecutionProvider.CPU, "auto: CUDA does not load");

    @TempDir
    private Path driver;

    @Test
    void shouldReadTheDriversAccount() throws Exception {
        Path card = Files.createDirectories(driver.resolve("gpus/0000:01:00.0"));
        Files.writeString(card.resolve("information"), "Model: \t\t NVIDIA L4\nIRQ: 17\n");

        assertThat(GraphicsCard.models(driver)).containsExactly("NVIDIA L4");
        assertThat(GraphicsCard.models(driver.resolve("absent"))).isEmpty();
    }

    @Test
    void shouldSayWhatToDoAboutACardThatIsNotUsed() {
        Finding idle = GraphicsCard.finding(List.of("NVIDIA L4"), PLAIN);

        assertThat(idle.verdict()).isEqualTo(Finding.Verdict.ABSENT);
        assertThat(idle.detail()).contains("NVIDIA L4", "CUDA does not load");
        assertThat(idle.remedy()).contains("gpu");
        assertThat(GraphicsCard.finding(List.of(), PLAIN).verdict()).isEqualTo(Finding.Verdict.OK);
        assertThat(GraphicsCard.finding(List.of("NVIDIA L4"), new ProviderChoice(ExecutionProvider.CUDA, "auto"))
                        .verdict())
                .isEqualTo(Finding.Verdict.OK);
    }
}
