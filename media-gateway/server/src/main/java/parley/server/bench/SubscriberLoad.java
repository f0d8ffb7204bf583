package parley.server.bench;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.management.UnixOperatingSystemMXBean;
import io.netty.channel.EventLoopGroup;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import parley.audio.pcm.PcmFrame;
import parley.audio.pcm.SampleRate;
import parley.connectors.room.Doors;
import parley.conversation.rehearsal.Distribution;
import parley.conversation.rehearsal.ScenarioException;
import parley.conversation.rehearsal.SynthesizedCast;
import parley.gateway.v1.EventKind;
import parley.gateway.v1.Meeting;
import parley.gateway.v1.OpenMeetingRequest;
import parley.gateway.v1.Policy;
import parley.gateway.v1.SubscribeRequest;
import parley.server.config.ConfigurationLoader;
import parley.server.event.EncodedEvent;
import parley.server.event.Subscription;
import parley.server.gateway.Caller;
import parley.server.node.GatewayNode;
import parley.tts.Synthesizers;
import parley.webrtc.driver.MediaLoops;
import parley.webrtc.dtls.DtlsIdentity;

/**
 * One meeting in which somebody talks, and very many subscribers to its transcript, live text included. They are WebSockets of
 * another process as far as this machine's limit of open files allows; the rest subscribes within this process, and the
 * report says how many of which, and what the same crowd waits for where nothing is done but sending.
 */
final class SubscriberLoad {
    private static final String WORDS = "we should talk about the budget and the plan for the next meeting";
    /** Until then both processes are still being compiled. */
    private static final int WARM_UP_SECONDS = 40;

    private static final int TALK_SECONDS = 20;
    private static final int PAUSE_MILLIS = 600;
    private static final long OTHER_FILES = 600;
    private static final long DRAIN_SECONDS = 10;

    private SubscriberLoad() {}

    static void measure(Launcher launcher, int subscribers, Path folder, ObjectNode report) throws Exception {
        Files.createDirectories(folder);
        int sockets = (int) Math.min(subscribers, openFiles() - OTHER_FILES);
        EventLoopGroup loops = MediaLoops.open("talker", 1);
        Map<Long, EncodedEvent> published = new ConcurrentHashMap<>();
        ObjectNode detail = report.objectNode();
        try (ExecutorService here = Executors.newSingleThreadExecutor();
                GatewayNode node =
                        new GatewayNode(ConfigurationLoader.load(Optional.of(configuration(folder)), Map.of()), true);
                HttpClient http = HttpClient.newHttpClient()) {
            node.warm().join();
            Meeting meeting = open(node);
            // The first subscriber within this process knows when each event was published.
            subscribe(node, meeting, here, event -> published.put(event.seq(), event));
            List<Double> inProcess = new ArrayList<>();
            for (int i = sockets; i < subscribers; i++) {
                subscribe(
                        node,
                        meeting,
                        here,
                        event -> inProcess.add((System.nanoTime() - event.publishedNanos()) / 1e6));
            }
            URI door = URI.create("ws://127.0.0.1:" + node.httpPort() + "/rooms/crowded/signal");
            String path = "/v1/meetings/" + meeting.getId() + "/events?kinds=EVENT_KIND_TRANSCRIPT";
            DtlsIdentity identity = DtlsIdentity.generate(new SecureRandom());
            try (Crowd crowd = Crowd.start(launcher, folder.resolve("crowd.log"), node.httpPort(), path, sockets);
                    Talker talker = new Talker(
                            loops.next(), identity, Doors.webSocket(http, door), "Bob", speech(), PAUSE_MILLIS)) {
                talker.connected().get(20, TimeUnit.SECONDS);
                talker.talk();
                TimeUnit.SECONDS.sleep(WARM_UP_SECONDS);
                here.submit(inProcess::clear).get();
                published.clear();
                TimeUnit.SECONDS.sleep(TALK_SECONDS);
                Map<Long, Long> events = new HashMap<>();
                published.forEach((seq, event) -> events.put(seq, event.publishedNanos()));
                // What was published last is still on its way.
                TimeUnit.SECONDS.sleep(2);
                Map<String, Double> figures = crowd.behind(events);
                report.put("subscribers", crowd.connected() + subscribers - sockets);
                ObjectNode lag = report.putObject("subscriber_lag_ms");
                Distribution near = new Distribution(
                        here.submit(() -> List.copyOf(inProcess)).get());
                lag.put("p50", figures.getOrDefault("p50", 0.0));
                // Two populations: the slower one speaks for both.
                lag.put("p99", Math.max(figures.getOrDefault("p99", 0.0), near.percentile(0.99)));
                lag.put("max", figures.getOrDefault("max", 0.0));
                detail.put("websockets", crowd.connected())
                        .put("in_process", subscribers - sockets)
                        .put("events", events.size())
                        .put("messages", figures.getOrDefault("messages", 0.0))
                        .put("timed", figures.getOrDefault("timed", 0.0))
                        .put("missing", figures.getOrDefault("missing", 0.0));
            }
            node.drain(DRAIN_SECONDS);
        } finally {
            loops.shutdownGracefully(0, 1, TimeUnit.SECONDS);
        }
        report.set("subscriber_detail", detail);
        if (!published.isEmpty()) {
            int bytes = (int) published.values().stream()
                    .mapToInt(event -> event.json().length())
                    .average()
                    .orElseThrow();
            Map<String, Double> bare = BareBroadcast.measure(
                    launcher, folder.resolve("bare.log"), sockets, bytes, TALK_SECONDS * 1000L / published.size());
            detail.put("bytes", bytes)
                    .putObject("bare_lag_ms")
                    .put("p50", bare.getOrDefault("p50", 0.0))
                    .put("p99", bare.getOrDefault("p99", 0.0))
                    .put("max", bare.getOrDefault("max", 0.0));
        }
    }

    private static long openFiles() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix
                ? unix.getMaxFileDescriptorCount()
                : 4_096;
    }

    private static Path configuration(Path folder) throws IOException {
        var root = JsonNodeFactory.instance.objectNode();
        root.putObject("http").put("port", 0);
        root.putObject("grpc").put("enabled", false);
        root.putObject("storage").put("directory", folder.resolve("data").toString());
        root.putObject("meetings").put("consent-line", "");
        return Files.writeString(folder.resolve("gateway.yaml"), root.toString());
    }

    private static Meeting open(GatewayNode node) throws Exception {
        var request = OpenMeetingRequest.newBuilder()
                .setTitle("Crowded")
                .setConnector("room")
                .putConnectorSettings("room", "crowded")
                .setPolicy(Policy.POLICY_SCRIBE)
                .build();
        return (Meeting)
                node.operations().call(node.operations().named("OpenMeeting").orElseThrow(), Caller.local(), request);
    }

    private static PcmFrame speech() throws ScenarioException {
        try (Synthesizers synthesizers = new Synthesizers()) {
            SampleRate rate = SampleRate.KHZ_24;
            return new PcmFrame(rate, 0, new SynthesizedCast(synthesizers).speak("espeak:en-us|freetts", WORDS, rate));
        }
    }

    private static void subscribe(
            GatewayNode node, Meeting meeting, ExecutorService loop, java.util.function.Consumer<EncodedEvent> taker)
            throws Exception {
        var request = SubscribeRequest.newBuilder()
                .setMeetingId(meeting.getId())
                .addKinds(EventKind.EVENT_KIND_TRANSCRIPT)
                .build();
        node.operations().subscribe(Caller.local(), request, new Taker(taker), loop);
    }

    private record Taker(java.util.function.Consumer<EncodedEvent> taker) implements Subscription.Sink {
        @Override
        public boolean writable() {
            return true;
        }

        @Override
        public void send(EncodedEvent event) {
            // As a connection would, each has the event written out.
            if (!event.json().isEmpty()) {
                taker.accept(event);
            }
        }

        @Override
        public void complete() {}
    }
}
