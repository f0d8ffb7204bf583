package parley.connectors.browser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.netty.channel.EventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import parley.audio.pcm.PcmFrame;
import parley.audio.pcm.SampleRate;
import parley.audio.wav.WavWriter;
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
    private static final int RATE = 48_000;
    private static final int MOST_RECORDINGS = 6;

    @TempDir
    private Path files;

    private final BlockingQueue<ConnectorEvent> events = new LinkedBlockingQueue<>();
    private final BlockingQueue<PcmFrame> fromFirst = new LinkedBlockingQueue<>();
    private MultiThreadIoEventLoopGroup group;
    private Vertx vertx;
    private HttpServer http;
    private MediaPort port;
    private RoomConnector rooms;
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
        rooms = new RoomConnector(port, RoomConfig.USUAL);
        RoomEndpoint endpoint = new RoomEndpoint(new RoomSignalling(rooms));
        eventLoop
                .submit(() -> {
                    link = rooms.join(new JoinRequest("m1", "Agent", Map.of("room", "demo"), loop), new Agent());
                })
                .get(10, TimeUnit.SECONDS);
        String page;
        try (InputStream in = getClass().getResourceAsStream("room.html")) {
            page = new String(in.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        }
        vertx = Vertx.vertx();
        http = vertx.createHttpServer()
                .requestHandler(request -> request.response()
                        .putHeader("content-type", "text/html")
                        .end(page))
                .webSocketHandler(socket -> endpoint.serve(socket, "demo"))
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .get(10, TimeUnit.SECONDS);
    }

    @AfterEach
    void close() throws Exception {
        if (vertx != null) {
            loop.execute(link::leave);
            vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
            port.close();
            group.shutdownGracefully(0, 100, TimeUnit.MILLISECONDS).awaitUninterruptibly();
        }
    }

    @Test
    void shouldLetTwoBrowsersHearEachOther() throws Exception {
        short[] first = SyntheticVoice.of(1, 7, RATE);
        short[] second = SyntheticVoice.of(2, 5, RATE);
        try (Chromium one = Chromium.start(wav("one", first));
                Chromium two = Chromium.start(wav("two", second));
                DevTools firstTab = one.open(page());
                DevTools secondTab = two.open(page())) {
            assertThat(firstTab.run(join("Ann")).asText()).isEqualTo("connected");
            assertThat(secondTab.run(join("Bob")).asText()).isEqualTo("connected");
            secondTab.run("recorded(1)"); // until sound flows

            awaitLike(first, () -> recorded(secondTab, 6), RATE);
            awaitLike(second, () -> recorded(firstTab, 4), RATE);
            awaitLike(decimated(first), () -> agentHears(5), 16_000);

            firstTab.run("say('hello from a browser')");
            assertThat(secondTab.run("waitFor('chat', 10)").path("text").asText())
                    .isEqualTo("hello from a browser");

            firstTab.run("restart()");
            secondTab.run("recorded(1)");
            awaitLike(first, () -> recorded(secondTab, 4), RATE);
        }
        assertThat(next(ConnectorEvent.ParticipantLeft.class).participantId()).isNotEmpty();
    }

    /**
     * Listens until what comes is what was played: whole, in time and without clicks. A browser on a busy machine drops sound
     * by itself, so that it may take several recordings; what we got wrong would be wrong in each.
     */
    private static void awaitLike(short[] played, Callable<short[]> recording, int rate) throws Exception {
        Likeness likeness = Likeness.of(played, recording.call(), rate);
        for (int i = 1; i < MOST_RECORDINGS && !likeness.isGood(); i++) {
            likeness = Likeness.of(played, recording.call(), rate);
        }
        assertThat(likeness).matches(Likeness::isGood, "is what was played");
    }

    private String page() {
        return "http://127.0.0.1:" + http.actualPort() + "/";
    }

    private String join(String name) {
        return "joinRoom('ws://127.0.0.1:" + http.actualPort() + "/', '" + name + "')";
    }

    private static short[] recorded(DevTools tab, int seconds) throws Exception {
        byte[] bytes =
                Base64.getDecoder().decode(tab.run("recorded(" + seconds + ")").asText());
        short[] samples = new short[bytes.length / 2];
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asShortBuffer().get(samples);
        return samples;
    }

    private short[] agentHears(int seconds) throws InterruptedException {
        fromFirst.clear();
        short[] all = new short[seconds * 16_000];
        int at = 0;
        while (at < all.length) {
            PcmFrame frame = fromFirst.poll(10, TimeUnit.SECONDS);
            assertThat(frame).as("a frame of the first browser").isNotNull();
            int some = Math.min(frame.length(), all.length - at);
            System.arraycopy(frame.samples(), 0, all, at, some);
            at += some;
        }
        return all;
    }

    private static short[] decimated(short[] samples) {
        return parley.audio.resample.Resampler.convert(samples, SampleRate.KHZ_48, SampleRate.KHZ_16);
    }

    private Path wav(String name, short[] samples) throws Exception {
        Path file = files.resolve(name + ".wav");
        WavWriter.write(file, SampleRate.KHZ_48, samples);
        assertThat(Files.size(file)).isGreaterThan(samples.length);
        return file;
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
