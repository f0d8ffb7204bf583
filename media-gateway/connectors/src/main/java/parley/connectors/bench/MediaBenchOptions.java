package parley.connectors.bench;

import java.time.Duration;

/**
 * How long and how wide the benchmark measures.
 *
 * @param measured how long each trial measures after its warm-up
 * @param speakers participants that speak at once where latency is measured
 * @param listening participants whose voices are received, decoded and handed on
 * @param conversing participants in rooms of five, one talking in each
 * @param setups connections set up one after the other
 * @param churn how long participants come and go
 * @param janus whether to compare with Janus's AudioBridge, where it is installed
 */
public record MediaBenchOptions(
        Duration measured, int speakers, int listening, int conversing, int setups, Duration churn, boolean janus) {
    public static final MediaBenchOptions USUAL =
            new MediaBenchOptions(Duration.ofSeconds(10), 50, 150, 100, 60, Duration.ofMinutes(10), true);

    /** For a first impression. */
    public static final MediaBenchOptions QUICK =
            new MediaBenchOptions(Duration.ofSeconds(4), 50, 80, 50, 20, Duration.ofSeconds(20), true);

    public MediaBenchOptions {
        if (measured.toMillis() < 1_000 || speakers < 1 || listening < 1 || conversing < 5 || setups < 1) {
            throw new IllegalArgumentException("a trial needs a second and somebody to measure");
        }
    }

    public MediaBenchOptions withChurn(Duration longer) {
        return new MediaBenchOptions(measured, speakers, listening, conversing, setups, longer, janus);
    }

    public MediaBenchOptions withoutJanus() {
        return new MediaBenchOptions(measured, speakers, listening, conversing, setups, churn, false);
    }
}
