package parley.server.bench;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.management.UnixOperatingSystemMXBean;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
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
import parley.webrtc.dtls.DtlsIdentity;

/**
 * One meeting in which somebody talks, and very many subscribers to its transcript, live text included. They are WebSockets of
 * another process as far as this machine's limit of open files allows; the rest subscribes within this process, and the
 * report says how many of which.
 */
final class SubscriberLoad {
    private static final String WORDS = "we should talk about the budget and the plan for the next meeting";
    private static final int TALK_SECONDS = 15;
    private static final int PAUSE_MILLIS = 600;
    private static final long OTHER_FILES = 600;

    private SubscriberLoad() {}

    static void measure(Launcher launcher, int subscribers, Path folder, ObjectNode report) throws Exception {
        Files.createDirectories(folder);
        int sockets = (int) Math.min(subscribers, openFiles() - OTHER_FILES);
        var loops = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
        try (ExecutorService here = Executors.newSingleThreadExecutor();
                GatewayNode node =
                        new GatewayNode(ConfigurationLoader.load(Optional.of(configuration(folder)), Map.of()), true);
                HttpClient http = HttpClient.newHttpClient()) {
            node.warm().join();
            Meeting meeting = open(node);
            Map<Long, Long> published = new ConcurrentHashMap<>();
            // The first subscriber within this process knows when each event was published.
            subscribe(node, meeting, here, event -> published.put(event.seq(), event.publishedNanos()));
            List<Double> inProcess = new ArrayList<>();
            for (int i = sockets; i < subscribers; i++) {
                subscribe(
                        node,
                        meeting,
                        here,
                        event -> inProcess.add((System.nanoTime() - event.publishedNanos()) / 1e6));
            }
            URI door = URI.create("ws://127.0.0.1:" + node.httpPort() + "/rooms/crowded/signal");
            DtlsIdentity identity = DtlsIdentity.generate(new SecureRandom());
            try (Crowd crowd = Crowd.start(launcher, folder, node.httpPort(), meeting.getId(), sockets);
                    Talker talker = new Talker(
                            loops.next(), identity, Doors.webSocket(http, door), "Bob", speech(), PAUSE_MILLIS)) {
                talker.connected().get(20, TimeUnit.SECONDS);
                published.clear();
                talker.talk();
                TimeUnit.SECONDS.sleep(TALK_SECONDS);
                Map<Long, Long> events = Map.copyOf(published);
                // What was published last is still on its way.
                TimeUnit.SECONDS.sleep(2);
                Map<String, Double> figures = crowd.report(events);
                report.put("subscribers", crowd.connected + subscribers - sockets);
                ObjectNode lag = report.putObject("subscriber_lag_ms");
                Distribution near = new Distribution(
                        here.submit(() -> List.copyOf(inProcess)).get());
                lag.put("p50", figures.getOrDefault("p50", 0.0));
                // Two populations: the slower one speaks for both.
                lag.put("p99", Math.max(figures.getOrDefault("p99", 0.0), near.percentile(0.99)));
                lag.put("max", figures.getOrDefault("max", 0.0));
                report.putObject("subscriber_detail")
                        .put("websockets", crowd.connected)
                        .put("in_process", subscribers - sockets)
                        .put("events", events.size())
                        .put("messages", figures.getOrDefault("messages", 0.0))
                        .put("missing", figures.getOrDefault("missing", 0.0));
            }
        } finally {
            loops.shutdownGracefully(0, 1, TimeUnit.SECONDS);
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

    /** The other process. */
    private static final class Crowd implements AutoCloseable {
        private final Process process;
        private final BufferedReader out;
        private final int connected;

        private Crowd(Process process, BufferedReader out, int connected) {
            this.process = process;
            this.out = out;
            this.connected = connected;
        }

        static Crowd start(Launcher launcher, Path folder, int port, String meetingId, int count) throws IOException {
            Process process = launcher.java(
                            folder.resolve("crowd.log"),
                            SubscriberCrowd.class,
                            Integer.toString(port),
                            "/v1/meetings/" + meetingId + "/events?kinds=EVENT_KIND_TRANSCRIPT",
                            Integer.toString(count))
                    .start();
            BufferedReader out = process.inputReader(StandardCharsets.US_ASCII);
            String line = out.readLine();
            if (line == null || !line.startsWith("connected ")) {
                process.destroyForcibly();
                throw new IOException("the subscribers did not connect; see " + folder.resolve("crowd.log"));
            }
            return new Crowd(process, out, Integer.parseInt(line.substring("connected ".length())));
        }

        Map<String, Double> report(Map<Long, Long> published) throws IOException {
            BufferedWriter in = process.outputWriter(StandardCharsets.US_ASCII);
            for (Map.Entry<Long, Long> event : published.entrySet()) {
                in.write(event.getKey() + " " + event.getValue() + "\n");
            }
            in.write("end\n");
            in.flush();
            Map<String, Double> figures = new ConcurrentHashMap<>();
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                String[] words = line.split(" ");
                figures.put(words[0], Math.round(Double.parseDouble(words[1]) * 10) / 10.0);
            }
            return figures;
        }

        @Override
        public void close() {
            process.destroyForcibly();
        }
    }
}
