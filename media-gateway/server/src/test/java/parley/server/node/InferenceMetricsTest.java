package parley.server.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InferenceMetricsTest {
    @TempDir
    Path folder;

    @Test
    void shouldTellOfEachModelWhatItsQueueDoesAndWhatItRunsOn() throws Exception {
        try (RunningGateway gateway =
                RunningGateway.start(folder, root -> root.putObject("hearing").put("engine", "bundled"))) {
            String metrics = gateway.get("", "/metrics").text();
            assertThat(metrics)
                    .containsPattern("parley_inference_oldest_seconds\\{model=\"[^\"]+\"} 0\\.0")
                    .containsPattern("parley_inference_waiting\\{model=\"[^\"]+\"} 0\\.0")
                    .containsPattern("parley_inference_requests\\{model=\"[^\"]+\"} \\d")
                    .containsPattern(
                            "parley_inference_provider\\{model=\"[^\"]+\",provider=\"cpu\",reason=\"[^\"]+\"} 1\\.0");
        }
    }
}
