package parley.brain.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import parley.brain.embedded.EmbeddedBrain;
import parley.brain.embedded.Knowledge;
import parley.brain.sdk.InProcessTransport;

class ConformanceKitTest {
    @Test
    void shouldFindEachPlantedFaultByItsOwnRule() throws Exception {
        Map<Fault, List<Rule>> found = PlantedFaults.plantAll();
        assertThat(found).hasSizeGreaterThanOrEqualTo(20);
        assertThat(PlantedFaults.missed(found)).isEmpty();
    }

    @Test
    void shouldFindNothingWrongWithASoundBrain() throws Exception {
        assertThat(PlantedFaults.inASoundBrain()).isEmpty();
    }

    @Test
    void shouldPassTheEmbeddedBrain() throws Exception {
        try (InProcessTransport transport = InProcessTransport.of(new EmbeddedBrain(Knowledge.aboutParley()))) {
            assertThat(ConformanceKit.check(transport, PlantedFaults.PATIENCE).verdicts())
                    .allMatch(Verdict::kept);
        }
    }
}
