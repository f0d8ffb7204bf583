package parley.server.node;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import java.util.function.ToDoubleFunction;
import parley.brain.bridge.BrainBridge;
import parley.brain.bridge.LinkCounters;

/** What goes over the lines to an agent's brain. */
final class BrainMetrics {
    private record Figure(String name, String what, ToDoubleFunction<LinkCounters> of) {}

    private static final List<Figure> FIGURES = List.of(
            new Figure("events.sent", "events that a brain was told", LinkCounters::eventsSent),
            new Figure("events.dropped", "events that a brain was too slow for", LinkCounters::eventsDropped),
            new Figure("actions", "what brains did", LinkCounters::actionsDelivered),
            new Figure("actions.refused", "actions that broke the contract", LinkCounters::refused),
            new Figure("actions.duplicate", "actions that had come before", LinkCounters::duplicates),
            new Figure("actions.stale", "text for turns that had moved on", LinkCounters::stale),
            new Figure("reconnects", "streams that were opened again", LinkCounters::reconnects));

    private BrainMetrics() {}

    static void of(String agent, BrainBridge bridge, MeterRegistry registry) {
        Gauge.builder("parley.brain.meetings", bridge, BrainBridge::openMeetings)
                .description("meetings with a line to the brain")
                .tag("agent", agent)
                .strongReference(true)
                .register(registry);
        for (Figure figure : FIGURES) {
            Gauge.builder("parley.brain." + figure.name, bridge, b -> figure.of.applyAsDouble(b.counters()))
                    .description(figure.what)
                    .tag("agent", agent)
                    .strongReference(true)
                    .register(registry);
        }
    }
}
