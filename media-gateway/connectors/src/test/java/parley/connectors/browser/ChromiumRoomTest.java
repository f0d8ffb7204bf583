package parley.connectors.browser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.netty.channel.EventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import parley.audio.pcm.PcmFrame;
import parley.connectors.ConnectorEvent;
import parley.connectors.ConnectorListener;
import parley.connectors.JoinRequest;
import parley.connectors.MeetingLink;
import parley.connectors.room.RoomConfig;
import parley.connectors.room.RoomConnector;
import parley.connectors.room.RoomEndpoint;
import parley.connectors.room.RoomSignalling;
import parley.webrtc.driver.MediaPort;
import parley.webrtc.driver.MediaPortConfig;
import parley.webrtc.dtls.DtlsIdentity;
import parley.webrtc.loop.TaskLoop;

/** Two browsers meet in the room. Each has a microphone that plays a file; what one records is held against it. */
final class ChromiumRoomTest {
    private static final int RATE = Comparison.RATE;

    @TempDir
    private Path files;

    private final BlockingQueue<ConnectorEvent> events = new LinkedBlockingQueue<>();
    private final BlockingQueue<PcmFrame> fromFirst = new LinkedBlockingQueue<>();
    private MultiThreadIoEventLoopGroup group;
    private TestPages pages;
    private MediaPort port;
    private TaskLoop loop;
    private MeetingLink link;

    @BeforeEach
    void open() throws Exception {
        assumeTrue(Chromium.executable().isPresent(), Chromium.HOW_TO_INSTALL);
        SecureRandom random = new SecureRandom();
        group = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
        EventLoop eventLoop = group.next();
        loop = TaskLoop.on(eventLoop);
        port = MediaPort.open(MediaPortConfig.loopback(), eventLoop, DtlsIdentity.generate(random), random);
        RoomConnector rooms = new RoomConnector(port, RoomConfig.USUAL);
        RoomEndpoint endpoint = new RoomEndpoint(new RoomSignalling(rooms));
        eventLoop
                .submit(() -> {
                    link = rooms.join(new JoinRequest("m1", "Agent", Map.of("room", "demo"), loop), new Agent());
                })
                .get(10, TimeUnit.SECONDS);
        pages = new TestPages(socket -> endpoint.serve(socket, "demo"));
    }

    @AfterEach
    void close() throws Exception {
        if (pages != null) {
            loop.execute(link::leave);
            pages.close();
            port.close();
            group.shutdownGracefully(0, 100, TimeUnit.MILLISECONDS).awaitUninterruptibly();
        }
    }

    @Test
    void shouldLetTwoBrowsersHearEachOther() throws Exception {
        short[] first = SyntheticVoice.of(1, 7, RATE);
        short[] second = SyntheticVoice.of(2, 5, RATE);
        try (Chromium one = Chromium.start(Comparison.microphone(files, "one", first));
                Chromium two = Chromium.start(Comparison.microphone(files, "two", second));
                DevTools firstTab = one.open(pages.address("room.html"));
                DevTools secondTab = two.open(pages.address("room.html"))) {
            assertThat(firstTab.run(join("Ann")).asText()).isEqualTo("connected");
            assertThat(secondTab.run(join("Bob")).asText()).isEqualTo("connected");
            secondTab.run("recorded(1)"); // until sound flows

            Comparison.awaitLike(first, () -> Comparison.recorded(secondTab, 6), RATE);
            Comparison.awaitLike(second, () -> Comparison.recorded(firstTab, 4), RATE);
            Comparison.awaitLike(Comparison.at16k(first), () -> Comparison.heard(fromFirst, 5), 16_000);

            firstTab.run("say('hello from a browser')");
            assertThat(secondTab.run("waitFor('chat', 10)").path("text").asText())
                    .isEqualTo("hello from a browser");

            firstTab.run("restart()");
            secondTab.run("recorded(1)");
            Comparison.awaitLike(first, () -> Comparison.recorded(secondTab, 4), RATE);
        }
        assertThat(next(ConnectorEvent.ParticipantLeft.class).participantId()).isNotEmpty();
    }

    private String join(String name) {
        return "joinRoom('" + pages.socket() + "', '" + name + "')";
    }

    private <E extends ConnectorEvent> E next(Class<E> type) throws InterruptedException {
        while (true) {
            ConnectorEvent event = events.poll(40, TimeUnit.SECONDS);
            assertThat(event).as("an event").isNotNull();
            if (type.isInstance(event)) {
                return type.cast(event);
            }
        }
    }

    private final class Agent implements ConnectorListener {
        @Override
        public void onEvent(ConnectorEvent event) {
            events.add(event);
        }

        @Override
        public void onAudio(String participantId, PcmFrame frame, long capturedNanos) {
            if (participantId.equals("p1")) {
                fromFirst.add(frame);
            }
        }

        @Override
        public void onSpoken(long endPosition, long sentNanos) {}
    }
}
