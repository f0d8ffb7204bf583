package parley.connectors.browser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.netty.channel.EventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import java.net.InetAddress;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import parley.audio.pcm.PcmFrame;
import parley.connectors.ConnectorEvent;
import parley.connectors.ConnectorEvent.ParticipantCame;
import parley.connectors.ConnectorListener;
import parley.connectors.JoinRequest;
import parley.connectors.MeetingLink;
import parley.connectors.bench.JanusServer;
import parley.connectors.janus.JanusConnector;
import parley.webrtc.driver.MediaPort;
import parley.webrtc.driver.MediaPortConfig;
import parley.webrtc.dtls.DtlsIdentity;
import parley.webrtc.loop.TaskLoop;

/** Two browsers and an agent meet on a real Janus; what each hears is held against what the others' microphones play. */
final class ChromiumJanusTest {
    private static final int RATE = Comparison.RATE;

    @TempDir
    private Path files;

    private final short[] first = SyntheticVoice.of(1, 7, RATE);
    private final short[] second = SyntheticVoice.of(2, 5, RATE);
    private final SecureRandom random = new SecureRandom();
    private MultiThreadIoEventLoopGroup group;
    private MediaPort port;
    private JanusConnector connector;
    private JanusServer server;
    private TestPages pages;
    private Chromium one;
    private Chromium two;
    private DevTools firstTab;
    private DevTools secondTab;

    @BeforeEach
    void open() throws Exception {
        assumeTrue(Chromium.executable().isPresent(), Chromium.HOW_TO_INSTALL);
        assumeTrue(JanusServer.installed(), JanusServer.HOW_TO_INSTALL);
        InetAddress address = JanusServer.address().orElse(null);
        assumeTrue(address != null, JanusServer.HOW_TO_GET_AN_ADDRESS);
        server = JanusServer.start(Set.of("videoroom", "audiobridge", "echotest"), true);
        group = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
        port = MediaPort.open(
                new MediaPortConfig(List.of(address), 0, List.of(), List.of(), false),
                group,
                DtlsIdentity.generate(random),
                random);
        connector = new JanusConnector(port, HttpClient.newHttpClient());
        pages = new TestPages(socket -> socket.close());
        one = Chromium.start(Comparison.microphone(files, "one", first));
        two = Chromium.start(Comparison.microphone(files, "two", second));
        firstTab = one.open(pages.address("janus.html"));
        secondTab = two.open(pages.address("janus.html"));
    }

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable part : new AutoCloseable[] {firstTab, secondTab, one, two, pages, connector, port, server}) {
            if (part != null) {
                part.close();
            }
        }
        if (group != null) {
            group.shutdownGracefully(0, 100, TimeUnit.MILLISECONDS).awaitUninterruptibly();
        }
    }

    @Test
    void shouldMeetInAVideoRoom() throws Exception {
        Agent agent = new Agent(Map.of("room", "1234"));
        assertThat(join(firstTab, "joinVideoRoom", "'Ann', 'Bob'")).isEqualTo("connected");
        assertThat(join(secondTab, "joinVideoRoom", "'Bob', 'Ann'")).isEqualTo("connected");
        String ann = agent.awaitCame("Ann");
        String bob = agent.awaitCame("Bob");
        Comparison.awaitLike(first, () -> Comparison.recorded(secondTab, 6), RATE);
        Comparison.awaitLike(second, () -> Comparison.recorded(firstTab, 4), RATE);
        Comparison.awaitLike(Comparison.at16k(first), () -> Comparison.heard(agent.from(ann), 5), 16_000);
        Comparison.awaitLike(Comparison.at16k(second), () -> Comparison.heard(agent.from(bob), 4), 16_000);
    }

    @Test
    void shouldMeetInAnAudioBridge() throws Exception {
        Agent agent = new Agent(Map.of("room", "1234", "plugin", "audiobridge"));
        assertThat(join(firstTab, "joinAudioBridge", "'Ann'")).isEqualTo("connected");
        agent.awaitCame("Ann");
        Comparison.awaitLike(Comparison.at16k(first), () -> Comparison.heard(agent.from("mix"), 5), 16_000);
        assertThat(join(secondTab, "joinAudioBridge", "'Bob'")).isEqualTo("connected");
        agent.awaitCame("Bob");
        Comparison.awaitLike(first, () -> Comparison.recorded(secondTab, 6), RATE);
        Comparison.awaitLike(second, () -> Comparison.recorded(firstTab, 4), RATE);
    }

    @Test
    void shouldHearItsOwnEcho() throws Exception {
        assertThat(firstTab.run("joinEcho('" + server.url() + "')").asText()).isEqualTo("connected");
        Comparison.awaitLike(first, () -> Comparison.recorded(firstTab, 6), RATE);
    }

    private String join(DevTools tab, String how, String names) throws Exception {
        return tab.run(how + "('" + server.url() + "', " + JanusServer.ROOM + ", " + names + ")")
                .asText();
    }

    private final class Agent implements ConnectorListener {
        private final BlockingQueue<ConnectorEvent> events = new LinkedBlockingQueue<>();
        private final Map<String, BlockingQueue<PcmFrame>> heard = new ConcurrentHashMap<>();
        private MeetingLink link;

        Agent(Map<String, String> where) throws Exception {
            EventLoop eventLoop = group.next();
            Map<String, String> settings = new ConcurrentHashMap<>(where);
            settings.put("url", server.url());
            JoinRequest request = new JoinRequest("m1", "Agent", settings, TaskLoop.on(eventLoop));
            eventLoop.submit(() -> link = connector.join(request, this)).get(20, TimeUnit.SECONDS);
        }

        BlockingQueue<PcmFrame> from(String participantId) {
            return heard.computeIfAbsent(participantId, id -> new LinkedBlockingQueue<>());
        }

        String awaitCame(String name) throws InterruptedException {
            while (true) {
                ConnectorEvent event = events.poll(40, TimeUnit.SECONDS);
                assertThat(event).as("the arrival of " + name).isNotNull();
                if (event instanceof ParticipantCame came
                        && came.participant().name().equals(name)) {
                    return came.participant().id();
                }
            }
        }

        @Override
        public void onEvent(ConnectorEvent event) {
            events.add(event);
        }

        @Override
        public void onAudio(String participantId, PcmFrame frame, long capturedNanos) {
            from(participantId).add(frame);
        }

        @Override
        public void onSpoken(long endPosition, long sentNanos) {}
    }
}
