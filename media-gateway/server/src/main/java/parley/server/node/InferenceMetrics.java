package parley.server.node;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import parley.inference.Batcher;
import parley.inference.BatcherStats;
import parley.inference.Inference;
import parley.inference.ProviderChoice;

/** What each model's queues do, and what the model runs on. Models come and go, so it looks anew before each reading. */
final class InferenceMetrics {
    /** Of several queues of one model, the sum. */
    private record Figure(String name, String what, ToDoubleFunction<BatcherStats> of) {}

    private static final List<Figure> FIGURES = List.of(
            new Figure("requests", "requests that came", BatcherStats::requests),
            new Figure("batches", "runs of a model", BatcherStats::batches),
            new Figure("refused", "requests that found the queue full", BatcherStats::refused),
            new Figure("dropped", "requests that made room for later ones", BatcherStats::dropped),
            new Figure("failed", "requests that a model failed at", BatcherStats::failed),
            new Figure("waiting", "requests that wait", BatcherStats::waiting));

    private final Inference inference;
    private final Map<Figure, MultiGauge> figures = new HashMap<>();
    private final MultiGauge oldest;
    private final MultiGauge provider;

    InferenceMetrics(Inference inference, MeterRegistry registry) {
        this.inference = inference;
        for (Figure figure : FIGURES) {
            figures.put(
                    figure,
                    MultiGauge.builder("parley.inference." + figure.name)
                            .description(figure.what)
                            .register(registry));
        }
        oldest = MultiGauge.builder("parley.inference.oldest")
                .description("how long the oldest request has waited")
                .baseUnit("seconds")
                .register(registry);
        provider = MultiGauge.builder("parley.inference.provider")
                .description("1 for what a model runs on, and why")
                .register(registry);
    }

    synchronized void read() {
        List<Batcher> batchers = inference.batchers();
        Map<String, List<BatcherStats>> stats = batchers.stream()
                .collect(Collectors.groupingBy(
                        batcher -> batcher.model().name(), Collectors.mapping(Batcher::stats, Collectors.toList())));
        figures.forEach((figure, gauge) -> gauge.register(
                rows(stats, of -> of.stream().mapToDouble(figure.of).sum()), true));
        oldest.register(
                rows(
                        stats,
                        of -> of.stream()
                                        .mapToLong(BatcherStats::oldestAgeNanos)
                                        .max()
                                        .orElse(0)
                                / 1e9),
                true);
        provider.register(
                batchers.stream()
                        .<MultiGauge.Row<?>>map(InferenceMetrics::provider)
                        .toList(),
                true);
    }

    private static List<MultiGauge.Row<?>> rows(
            Map<String, List<BatcherStats>> stats, ToDoubleFunction<List<BatcherStats>> figure) {
        List<MultiGauge.Row<?>> rows = new ArrayList<>();
        stats.forEach((model, of) -> rows.add(MultiGauge.Row.of(Tags.of("model", model), figure.applyAsDouble(of))));
        return rows;
    }

    private static MultiGauge.Row<?> provider(Batcher batcher) {
        ProviderChoice choice = batcher.model().provider();
        return MultiGauge.Row.of(
                Tags.of(
                        "model",
                        batcher.model().name(),
                        "provider",
                        choice.provider().toString(),
                        "reason",
                        choice.reason()),
                1);
    }
}
