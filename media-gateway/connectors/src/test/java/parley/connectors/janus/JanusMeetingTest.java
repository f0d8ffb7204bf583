package parley.connectors.janus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.netty.channel.EventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import java.net.InetAddress;
import java.net.http.HttpClient;
import java.security.SecureRandom;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import parley.audio.pcm.PcmFrame;
import parley.audio.pcm.SampleRate;
import parley.connectors.ConnectorEvent;
import parley.connectors.ConnectorEvent.ParticipantCame;
import parley.connectors.ConnectorEvent.ParticipantLeft;
import parley.connectors.ConnectorEvent.StateChanged;
import parley.connectors.ConnectorListener;
import parley.connectors.JoinRequest;
import parley.connectors.LinkState;
import parley.connectors.MeetingLink;
import parley.connectors.StateReason;
import parley.connectors.bench.JanusServer;
import parley.webrtc.driver.MediaPort;
import parley.webrtc.driver.MediaPortConfig;
import parley.webrtc.dtls.DtlsIdentity;
import parley.webrtc.loop.TaskLoop;

/** Agents meet on a real Janus. */
final class JanusMeetingTest {
    private final SecureRandom random = new SecureRandom();
    private MultiThreadIoEventLoopGroup group;
    private MediaPort port;
    private JanusConnector connector;
    private JanusServer server;

    @BeforeEach
    void open() throws Exception {
        assumeTrue(JanusServer.installed(), JanusServer.HOW_TO_INSTALL);
        InetAddress address = JanusServer.address().orElse(null);
        assumeTrue(address != null, JanusServer.HOW_TO_GET_AN_ADDRESS);
        server = JanusServer.start(Set.of("videoroom", "audiobridge"), true);
        group = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
        port = MediaPort.open(
                new MediaPortConfig(List.of(address), 0, List.of(), List.of(), false),
                group,
                DtlsIdentity.generate(random),
                random);
        connector = new JanusConnector(port, HttpClient.newHttpClient());
    }

    @AfterEach
    void close() {
        if (server != null) {
            connector.close();
            port.close();
            server.close();
            group.shutdownGracefully(0, 100, TimeUnit.MILLISECONDS).awaitUninterruptibly();
        }
    }

    @Test
    void shouldHearEveryPublisherOfAVideoRoomApart() throws Exception {
        Agent ann = new Agent("Ann", Map.of("room", "1234"));
        ann.awaitState(LinkState.ADMITTED);
        Agent bob = new Agent("Bob", Map.of("room", "1234"));
        bob.awaitState(LinkState.ADMITTED);
        Agent eve = new Agent("Eve", Map.of("room", "1234"));
        eve.awaitState(LinkState.ADMITTED);
        String bobId = ann.awaitCame("Bob");
        String eveId = ann.awaitCame("Eve");
        String annId = bob.awaitCame("Ann");

        bob.speakTone(440, 8_000);
        eve.speakTone(800, 8_000);
        assertThat(ann.awaitPitch(bobId, 440)).isTrue();
        assertThat(ann.awaitPitch(eveId, 800)).isTrue();
        ann.speakTone(600, 4_000);
        assertThat(bob.awaitPitch(annId, 600)).isTrue();
        assertThat(ann.spoken.poll(5, TimeUnit.SECONDS)).isPositive();

        bob.on(bob.link::leave);
        assertThat(ann.await(ParticipantLeft.class, event -> true).participantId())
                .isEqualTo(bobId);
        bob.awaitState(LinkState.ENDED);
        ann.heard.clear();
        assertThat(ann.awaitPitch(eveId, 800)).isTrue();
    }

    @Test
    void shouldTalkThroughAnAudioBridge() throws Exception {
        Agent ann = new Agent("Ann", Map.of("room", "1234", "plugin", "audiobridge"));
        ann.awaitState(LinkState.ADMITTED);
        Agent bob = new Agent("Bob", Map.of("room", "1234", "plugin", "audiobridge"));
        bob.awaitState(LinkState.ADMITTED);
        ann.awaitCame("Bob");
        bob.speakTone(440, 8_000);
        assertThat(ann.awaitPitch(AudioBridgePlugin.MIX, 440)).isTrue();
        bob.on(bob.link::leave);
        ann.await(ParticipantLeft.class, event -> true);
    }

    @Test
    void shouldComeBackAfterARestartOfTheServer() throws Exception {
        Agent ann = new Agent("Ann", Map.of("room", "1234"));
        ann.awaitState(LinkState.ADMITTED);
        Agent bob = new Agent("Bob", Map.of("room", "1234"));
        bob.awaitState(LinkState.ADMITTED);
        ann.awaitCame("Bob");
        server.restart();
        ann.awaitState(LinkState.LOST);
        bob.awaitState(LinkState.LOST);
        ann.await(StateChanged.class, event -> event.reason() == StateReason.RECOVERED);
        bob.await(StateChanged.class, event -> event.reason() == StateReason.RECOVERED);
        String bobId = ann.awaitCame("Bob");
        bob.speakTone(440, 8_000);
        assertThat(ann.awaitPitch(bobId, 440)).isTrue();
    }

    @Test
    void shouldSayWhyItCannotJoin() throws Exception {
        Agent lost = new Agent("Ann", Map.of("room", "99"));
        assertThat(lost.awaitState(LinkState.ENDED).reason()).isEqualTo(StateReason.NOT_FOUND);
        Agent stranger = new Agent("Ann", Map.of("room", "5678", "pin", "1"));
        assertThat(stranger.awaitState(LinkState.DENIED).reason()).isEqualTo(StateReason.UNAUTHORIZED);
        Agent odd = new Agent("Ann", Map.of("room", "1", "plugin", "sip"));
        assertThat(odd.awaitState(LinkState.ENDED).message()).contains("videoroom and audiobridge");
    }

    private record Heard(String who, PcmFrame frame) {}

    private final class Agent implements ConnectorListener {
        final BlockingQueue<ConnectorEvent> events = new LinkedBlockingQueue<>();
        final BlockingQueue<Heard> heard = new LinkedBlockingQueue<>();
        final BlockingQueue<Long> spoken = new LinkedBlockingQueue<>();
        final TaskLoop loop;
        MeetingLink link;

        Agent(String name, Map<String, String> where) throws Exception {
            EventLoop eventLoop = group.next();
            loop = TaskLoop.on(eventLoop);
            Map<String, String> settings = new HashMap<>(where);
            settings.put("url", server.url());
            eventLoop
                    .submit(() -> {
                        link = connector.join(new JoinRequest("m-" + name, name, settings, loop), this);
                    })
                    .get(10, TimeUnit.SECONDS);
        }

        void on(Runnable task) {
            loop.execute(task);
        }

        /** Frame by frame in real time, as a meeting does. */
        void speakTone(int hertz, int millis) {
            SampleRate rate = SampleRate.KHZ_24;
            for (int i = 0; i < millis / 20; i++) {
                short[] samples = new short[480];
                for (int j = 0; j < 480; j++) {
                    samples[j] = (short) (8_000 * Math.sin(2 * Math.PI * hertz * (i * 480 + j) / rate.hz()));
                }
                PcmFrame frame = new PcmFrame(rate, i * 480L, samples);
                loop.schedule(i * 20_000_000L, () -> link.speak(frame));
            }
        }

        <E extends ConnectorEvent> E await(Class<E> type, Predicate<E> which) throws InterruptedException {
            while (true) {
                ConnectorEvent event = events.poll(30, TimeUnit.SECONDS);
                assertThat(event).as("an event %s", type.getSimpleName()).isNotNull();
                if (type.isInstance(event) && which.test(type.cast(event))) {
                    return type.cast(event);
                }
            }
        }

        StateChanged awaitState(LinkState state) throws InterruptedException {
            return await(StateChanged.class, event -> event.state() == state);
        }

        String awaitCame(String name) throws InterruptedException {
            return await(
                            ParticipantCame.class,
                            event -> event.participant().name().equals(name))
                    .participant()
                    .id();
        }

        boolean awaitPitch(String who, int hertz) throws InterruptedException {
            long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(15);
            while (System.nanoTime() < until) {
                Heard next = heard.poll(5, TimeUnit.SECONDS);
                if (next != null && next.who.equals(who) && share(next.frame.samples(), hertz) > 0.4) {
                    return true;
                }
            }
            return false;
        }

        @Override
        public void onEvent(ConnectorEvent event) {
            events.add(event);
        }

        @Override
        public void onAudio(String participantId, PcmFrame frame, long capturedNanos) {
            heard.add(new Heard(participantId, frame));
        }

        @Override
        public void onSpoken(long endPosition, long sentNanos) {
            spoken.add(endPosition);
        }
    }

    /** How much of that frequency a 16 kHz frame holds, against what a pure tone of 8000 would. */
    private static double share(short[] samples, int hertz) {
        double re = 0;
        double im = 0;
        for (int i = 0; i < samples.length; i++) {
            double angle = 2 * Math.PI * hertz * i / 16_000;
            re += samples[i] * Math.cos(angle);
            im += samples[i] * Math.sin(angle);
        }
        return samples.length == 0 ? 0 : 2 * Math.hypot(re, im) / samples.length / 8_000;
    }
}
