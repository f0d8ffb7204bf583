package parley.connectors.room;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.netty.channel.EventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import java.security.SecureRandom;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import parley.audio.pcm.PcmFrame;
import parley.audio.pcm.SampleRate;
import parley.connectors.ConnectorEvent;
import parley.connectors.ConnectorListener;
import parley.connectors.JoinRequest;
import parley.webrtc.driver.EmulatedPath;
import parley.webrtc.driver.MediaPort;
import parley.webrtc.driver.MediaPortConfig;
import parley.webrtc.dtls.DtlsIdentity;
import parley.webrtc.loop.TaskLoop;
import parley.webrtc.netem.NetworkConditions;
import parley.webrtc.peer.PeerState;

/** A guest whose packets are lost and late on their way, over real sockets. */
final class BadNetworkTest {
    private final SecureRandom random = new SecureRandom();
    private final DtlsIdentity identity = DtlsIdentity.generate(random);
    private final BlockingQueue<PcmFrame> heard = new LinkedBlockingQueue<>();
    private final BlockingQueue<PeerState> media = new LinkedBlockingQueue<>();

    @Test
    void shouldHearAGuestWholeThroughLossAndDelay() throws Exception {
        MultiThreadIoEventLoopGroup group = new MultiThreadIoEventLoopGroup(2, NioIoHandler.newFactory());
        EventLoop loop = group.next();
        EmulatedPath path =
                new EmulatedPath(NetworkConditions.PERFECT.withDelay(20, 5).withLoss(0.1), 11);
        try (MediaPort port = MediaPort.open(MediaPortConfig.loopback(), loop, identity, random);
                RoomConnector rooms = new RoomConnector(port, RoomConfig.USUAL)) {
            TaskLoop meeting = TaskLoop.on(loop);
            CompletableFuture.runAsync(
                            () -> rooms.join(
                                    new JoinRequest("m1", "Agent", Map.of("room", "demo"), meeting), new Agent()),
                            meeting)
                    .get(20, TimeUnit.SECONDS);
            RoomSignalling door = new RoomSignalling(rooms);
            try (RoomClient ann =
                    RoomClient.behind(path, group.next(), identity, Doors.direct(door, "demo"), new Person())) {
                ann.join("Ann", "", false);
                await(PeerState.CONNECTED);
                long lostBefore = path.lost();
                ann.say(new PcmFrame(SampleRate.KHZ_24, 0, tone(2_000)));
                assertThat(loudFrames()).isBetween(85, 105);
                assertThat(path.lost()).isGreaterThan(lostBefore);
            }
        } finally {
            group.shutdownGracefully(0, 100, TimeUnit.MILLISECONDS).awaitUninterruptibly();
        }
    }

    /** Of the tone, that is from its first loud frame until a second after its last. */
    private int loudFrames() throws InterruptedException {
        int loud = 0;
        for (int quiet = 0; loud == 0 || quiet < 50; ) {
            PcmFrame frame = heard.poll(20, TimeUnit.SECONDS);
            assertThat(frame).as("a frame after " + loud).isNotNull();
            boolean isLoud = level(frame) > 2_000;
            loud += isLoud ? 1 : 0;
            quiet = isLoud ? 0 : quiet + 1;
        }
        return loud;
    }

    private void await(PeerState wanted) throws InterruptedException {
        PeerState state = media.poll(30, TimeUnit.SECONDS);
        while (state != wanted) {
            assertThat(state).isNotNull().isNotEqualTo(PeerState.FAILED);
            state = media.poll(30, TimeUnit.SECONDS);
        }
    }

    private static short[] tone(int millis) {
        short[] samples = new short[SampleRate.KHZ_24.samplesIn(millis)];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = (short) (10_000 * Math.sin(2 * Math.PI * 440 * i / SampleRate.KHZ_24.hz()));
        }
        return samples;
    }

    private static double level(PcmFrame frame) {
        double sum = 0;
        for (short sample : frame.samples()) {
            sum += (double) sample * sample;
        }
        return Math.sqrt(sum / frame.length());
    }

    private final class Agent implements ConnectorListener {
        @Override
        public void onEvent(ConnectorEvent event) {}

        @Override
        public void onAudio(String participantId, PcmFrame frame, long capturedNanos) {
            heard.add(frame);
        }

        @Override
        public void onSpoken(long endPosition, long sentNanos) {}
    }

    private final class Person implements RoomClientListener {
        @Override
        public void onMessage(String type, JsonNode message) {}

        @Override
        public void onMedia(PeerState state, String reason) {
            media.add(state);
        }

        @Override
        public void onAudio(PcmFrame frame, long arrivalNanos) {}
    }
}
