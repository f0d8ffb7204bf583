package parley.server.node;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.function.BooleanSupplier;

/** Which networks hear voices and ends of turns, and what they could not do. */
final class TurnEngineMetrics {
    private TurnEngineMetrics() {}

    static void of(SharedParts shared, MeterRegistry registry) {
        NodeMetrics.gauge(
                registry, "parley.voices.refused", "chunks of sound that were not scored", shared.voices::refused);
        NodeMetrics.gauge(
                registry,
                "parley.voices.failures",
                "batches of chunks that the voice model failed at",
                shared.voices::failures);
        // The one that takes over is told, too: alerts watch for it.
        for (String engine : new String[] {"bundled", "silero"}) {
            atWork(
                    registry,
                    "voice-activity",
                    engine,
                    () -> shared.voices.modelName().equals(engine));
        }
        atWork(registry, "ending", "smart-turn", shared.endings::isPresent);
        atWork(registry, "ending", "bundled", shared.endings::isEmpty);
        shared.endings.ifPresent(endings -> {
            NodeMetrics.gauge(registry, "parley.endings.refused", "pauses that were not listened to", endings::refused);
            NodeMetrics.gauge(
                    registry, "parley.endings.failures", "pauses that the ending model failed at", endings::failures);
        });
    }

    private static void atWork(MeterRegistry registry, String part, String engine, BooleanSupplier works) {
        Gauge.builder("parley.turns.engine", () -> works.getAsBoolean() ? 1 : 0)
                .description("1 where this engine is at work")
                .tag("part", part)
                .tag("engine", engine)
                .strongReference(true)
                .register(registry);
    }
}
