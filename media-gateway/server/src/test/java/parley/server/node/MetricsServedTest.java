package parley.server.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.function.DoublePredicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MetricsServedTest {
    @TempDir
    Path folder;

    /** Of all agents. */
    private static double metrics(RunningGateway gateway, String name) throws Exception {
        return gateway.get("", "/metrics")
                .text()
                .lines()
                .filter(line -> line.startsWith(name + "{"))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
                .sum();
    }

    private static void becomes(RunningGateway gateway, String name, DoublePredicate value) throws Exception {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (!value.test(metrics(gateway, name))) {
            assertThat(System.nanoTime()).as(name).isLessThan(deadline);
        }
    }

    @Test
    void shouldTellOfItsMemorysCollections() throws Exception {
        try (RunningGateway gateway = RunningGateway.start(folder, root -> {})) {
            double before = metrics(gateway, "jvm_gc_pause_seconds_count");
            System.gc();
            becomes(gateway, "jvm_gc_pause_seconds_count", pauses -> pauses > before);
        }
    }

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

    @Test
    void shouldTellWhatGoesOverTheLinesToBrainsAlsoOfMeetingsThatAreOver() throws Exception {
        try (RunningGateway gateway = RunningGateway.start(folder, root -> {})) {
            assertThat(metrics(gateway, "parley_brain_meetings")).isZero();
            String meeting = gateway.post(RunningGateway.ACME, "/v1/meetings", "{\"connector\":\"room\"}")
                    .json()
                    .path("id")
                    .asText();
            becomes(gateway, "parley_brain_meetings", meetings -> meetings == 1);
            // That it began, and how the meeting is.
            becomes(gateway, "parley_brain_events_sent", events -> events >= 2);
            gateway.post(RunningGateway.ACME, "/v1/meetings/" + meeting + "/close", "{}");
            becomes(gateway, "parley_brain_meetings", meetings -> meetings == 0);
            assertThat(metrics(gateway, "parley_brain_events_sent")).isGreaterThanOrEqualTo(3);
            assertThat(metrics(gateway, "parley_brain_actions_refused")).isZero();
        }
    }
}
