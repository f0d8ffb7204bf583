package parley.turns.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CurveTest {
    private static final List<EndBench.Point> CURVE = List.of(
            new EndBench.Point(0, 900, 0.01), new EndBench.Point(0.5, 500, 0.04), new EndBench.Point(1, 200, 0.16));

    @Test
    void shouldReadDelayAndCutInsBetweenThePoints() {
        assertThat(EndBench.delayAt(CURVE, 0.05)).isCloseTo(475, within(0.01));
        assertThat(EndBench.cutoffsAt(CURVE, 300)).isCloseTo(0.12, within(1e-6));
        assertThat(EndBench.delayAt(CURVE, 0.001)).isNaN();
    }

    @Test
    void shouldDrawEveryCurve() {
        assertThat(CurveSvg.draw(Map.of("parley", CURVE))).contains("<polyline", ">parley<", "</svg>");
    }
}
