package parley.server.node;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import java.util.function.Supplier;
import parley.server.delivery.StoredDelivery;
import parley.server.gateway.MeetingRegistry;
import parley.server.mail.MinutesMail;
import parley.server.mcp.McpGateway;
import parley.webrtc.driver.MediaPortCounters;

/** What a gateway tells of itself, for whoever watches it; as long as it is open, also of its memory's collections. */
final class NodeMetrics implements AutoCloseable {
    private final MeterRegistry registry;
    private final JvmGcMetrics collections = new JvmGcMetrics();

    NodeMetrics(MeterRegistry registry, SharedParts shared, MeetingRegistry meetings, McpGateway mcp) {
        this.registry = registry;
        new JvmMemoryMetrics().bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
        collections.bindTo(registry);

        var subscribers = meetings.subscribers();
        gauge("parley.meetings.live", "meetings that last", meetings::size);
        gauge("parley.subscribers.present", "who listens to events", subscribers::present);
        gauge("parley.subscribers.missed", "events that slow subscribers missed", subscribers::missed);
        gauge("parley.subscribers.failures", "subscribers who could not be told any more", subscribers::failures);
        gauge("parley.mcp.sessions", "clients of the Model Context Protocol", mcp::size);
        gauge("parley.media.connections", "peers", shared.media::connections);
        datagrams(shared);
        gauge("parley.disk.waiting", "writes that wait", shared.disk::waiting);
        gauge("parley.disk.refused", "writes that were dropped", shared.disk::refused);
        deliveries(shared.deliveries);
        TurnEngineMetrics.of(shared, registry);
        shared.brains.forEach((agent, bridge) -> BrainMetrics.of(agent, bridge, registry));
    }

    private void datagrams(SharedParts shared) {
        Supplier<MediaPortCounters> counters = shared.media::counters;
        gauge("parley.media.packets.received", "datagrams", () -> counters.get().received());
        gauge("parley.media.packets.sent", "datagrams", () -> counters.get().sent());
        gauge(
                "parley.media.packets.malformed",
                "datagrams",
                () -> counters.get().malformed());
        gauge("parley.media.packets.foreign", "datagrams", () -> counters.get().foreign());
        gauge(
                "parley.media.packets.overflowed",
                "datagrams",
                () -> counters.get().overflowed());
    }

    private void deliveries(NodeDeliveries parts) {
        var queue = parts.queue;
        gauge("parley.deliveries.waiting", "deliveries that wait", () -> queue.count(StoredDelivery.State.WAITING));
        gauge("parley.deliveries.dead", "deliveries that were given up", () -> queue.count(StoredDelivery.State.DEAD));
        gauge("parley.deliveries.failures", "attempts that were not taken", queue::failures);
        gauge("parley.mails.sent", "mails that a server has taken", parts.mailed::sent);
        gauge("parley.mails.failed", "mails that were given up", parts.mailed::failed);
        gauge(
                "parley.mails.addresses.refused",
                "addresses that minutes are not sent to",
                () -> parts.mail.map(MinutesMail::refusedAddresses).orElse(0L));
    }

    private void gauge(String name, String what, Supplier<Number> value) {
        gauge(registry, name, what, value);
    }

    static void gauge(MeterRegistry registry, String name, String what, Supplier<Number> value) {
        Gauge.builder(name, value).description(what).strongReference(true).register(registry);
    }

    @Override
    public void close() {
        collections.close();
    }
}
