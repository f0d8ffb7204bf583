package parley.connectors.janus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.netty.channel.EventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import java.net.InetAddress;
import java.net.http.HttpClient;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import parley.audio.pcm.PcmFrame;
import parley.audio.pcm.SampleRate;
import parley.audio.resample.Resampler;
import parley.connectors.bench.JanusServer;
import parley.connectors.browser.Comparison;
import parley.connectors.browser.SyntheticVoice;
import parley.connectors.voice.AgentPacer;
import parley.connectors.voice.IncomingVoice;
import parley.webrtc.driver.MediaPort;
import parley.webrtc.driver.MediaPortConfig;
import parley.webrtc.dtls.DtlsIdentity;
import parley.webrtc.loop.TaskLoop;
import parley.webrtc.sdp.SdpException;

/** Janus's EchoTest sends our packets back: what comes must be what we said. */
final class JanusEchoTest {
    private static final SampleRate RATE = SampleRate.KHZ_24;

    private final BlockingQueue<PcmFrame> heard = new LinkedBlockingQueue<>();
    private final CompletableFuture<Void> failed = new CompletableFuture<>();

    @Test
    void shouldGetItsOwnVoiceBack() throws Exception {
        assumeTrue(JanusServer.installed(), JanusServer.HOW_TO_INSTALL);
        InetAddress address = JanusServer.address().orElse(null);
        assumeTrue(address != null, JanusServer.HOW_TO_GET_AN_ADDRESS);
        SecureRandom random = new SecureRandom();
        MultiThreadIoEventLoopGroup group = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
        EventLoop eventLoop = group.next();
        TaskLoop loop = TaskLoop.on(eventLoop);
        MediaPortConfig where = new MediaPortConfig(List.of(address), 0, List.of(), List.of(), false);
        try (JanusServer server = JanusServer.start(Set.of("echotest"), true);
                MediaPort port = MediaPort.open(where, group, DtlsIdentity.generate(random), random);
                HttpClient http = HttpClient.newHttpClient()) {
            Echo echo = new Echo(loop, port, WebSocketWire.dialer(http), server.url());
            short[] voice = SyntheticVoice.of(3, 5, RATE.hz());
            loop.execute(() -> echo.say(voice, 0, loop.nanoTime()));
            short[] played = Resampler.convert(voice, RATE, SampleRate.KHZ_16);
            Comparison.awaitLike(played, () -> Comparison.heard(heard, 4), SampleRate.KHZ_16.hz());
            assertThat(failed).isNotDone();
            CompletableFuture.runAsync(echo::close, loop).get(20, TimeUnit.SECONDS);
        } finally {
            group.shutdownGracefully(0, 100, TimeUnit.MILLISECONDS).awaitUninterruptibly();
        }
    }

    /** One connection both ways. On its loop. */
    private final class Echo implements JanusSession.HandleListener {
        private final TaskLoop loop;
        private final MediaPort port;
        private final JanusWire wire;
        private final JanusSession session;
        private final IncomingVoice ears = new IncomingVoice((frame, capturedNanos) -> heard.add(frame));
        private final AgentPacer mouth;
        private JanusPeer peer;
        private boolean closed;

        Echo(TaskLoop loop, MediaPort port, JanusWire.Dialer dialer, String url) {
            this.loop = loop;
            this.port = port;
            JanusSettings settings = new JanusSettings(url, JanusSettings.Plugin.AUDIOBRIDGE, "1", "", "", "");
            CompletableFuture<JanusWire> dialled = new CompletableFuture<>();
            session = new JanusSession(
                    settings, loop, json -> dialled.join().send(json), (reason, final_) -> fail(reason));
            wire = dialer.dial(url, new JanusWire.Receiver() {
                @Override
                public void onOpen() {
                    loop.execute(() -> session.create(
                            () -> session.attach("janus.plugin.echotest", Echo.this, handle -> offer(handle))));
                }

                @Override
                public void onMessage(String json) {
                    loop.execute(() -> session.received(json));
                }

                @Override
                public void onClosed(String reason) {
                    loop.execute(() -> fail(reason));
                }
            });
            dialled.complete(wire);
            mouth = CompletableFuture.supplyAsync(
                            () -> new AgentPacer(loop, new Random(1), this::connection, ticks()), loop)
                    .join();
        }

        private void fail(String reason) {
            if (!closed) {
                failed.completeExceptionally(new IllegalStateException(reason));
            }
        }

        private AgentPacer.Listener ticks() {
            return new AgentPacer.Listener() {
                @Override
                public void onTick(long nowNanos) {
                    ears.advance(nowNanos);
                }

                @Override
                public void onSpoken(long endPosition, long sentNanos) {}
            };
        }

        private Optional<parley.webrtc.peer.PeerConnection> connection() {
            return Optional.ofNullable(peer).map(JanusPeer::connection);
        }

        private void offer(JanusSession.Handle handle) {
            peer = new JanusPeer(
                    port,
                    loop,
                    true,
                    true,
                    handle,
                    new JanusPeer.Packets() {
                        @Override
                        public void rtp(String mid, byte[] buffer, int offset, int length, long arrivalNanos) {
                            ears.packet(buffer, offset, length, arrivalNanos, false);
                        }

                        @Override
                        public void rtcp(byte[] buffer, int offset, int length, long arrivalNanos) {}
                    },
                    this::fail);
            handle.message(
                    JanusSession.JSON.createObjectNode().put("audio", true).put("video", false),
                    "offer",
                    peer.connection().offer());
        }

        /** Round and round, frame by frame in real time. */
        void say(short[] voice, int at, long dueNanos) {
            if (closed) {
                return;
            }
            int length = RATE.samplesIn(20);
            mouth.add(new PcmFrame(RATE, at, Arrays.copyOfRange(voice, at % voice.length, at % voice.length + length)));
            long nextNanos = dueNanos + 20_000_000;
            loop.schedule(nextNanos - loop.nanoTime(), () -> say(voice, at + length, nextNanos));
        }

        void close() {
            closed = true;
            mouth.close();
            peer.close();
            ears.close();
            session.end();
            wire.close();
        }

        @Override
        public void onEvent(JsonNode data, String type, String sdp) {
            if (type.equals("answer")) {
                try {
                    peer.connection().accept(sdp);
                } catch (SdpException e) {
                    fail(String.valueOf(e.getMessage()));
                }
            }
        }

        @Override
        public void onCandidate(String line) {
            peer.connection().addRemoteCandidate(line);
        }

        @Override
        public void onGone(String reason) {
            fail(reason);
        }
    }
}
