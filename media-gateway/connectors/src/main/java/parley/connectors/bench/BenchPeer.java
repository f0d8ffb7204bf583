package parley.connectors.bench;

import io.netty.channel.EventLoop;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import parley.webrtc.driver.MediaPort;
import parley.webrtc.driver.MediaPortConfig;
import parley.webrtc.dtls.DtlsIdentity;
import parley.webrtc.loop.TaskLoop;
import parley.webrtc.peer.PeerConnection;
import parley.webrtc.peer.PeerListener;
import parley.webrtc.peer.PeerState;
import parley.webrtc.peer.SendingTrack;
import parley.webrtc.sdp.SdpException;

/**
 * The media of one synthetic participant: a socket of its own, packets that were encoded before, and the moment at which
 * each was sent. Lives on the driver's event loop; methods may be called from any thread.
 */
final class BenchPeer {
    private static final long FRAME_NANOS = 20_000_000;
    private static final int REMEMBERED = 256;
    private static final int HEADER_BYTES = 12;

    /** What comes back; called on the driver's loop. */
    interface Ear {
        void onPacket(byte[] buffer, int offset, int length, long arrivalNanos);
    }

    final CompletableFuture<Long> connected = new CompletableFuture<>();
    private final TaskLoop loop;
    private final MediaPort port;
    private final Clip clip;
    private final long phaseNanos;
    private final Ear ear;
    private final AtomicLongArray sentNanos = new AtomicLongArray(REMEMBERED);
    private volatile long latest = -1;
    private final LongAdder received = new LongAdder();
    private volatile long burstNanos;
    private @Nullable PeerConnection peer;
    private Consumer<String> candidates = candidate -> {};
    private long dueNanos;
    private int frame;
    private boolean closed;

    /** @param phaseNanos how far into its 20 ms this one sends: people do not speak in step */
    BenchPeer(EventLoop eventLoop, MediaPortConfig where, DtlsIdentity identity, Clip clip, long phaseNanos, Ear ear)
            throws IOException {
        this.loop = TaskLoop.on(eventLoop);
        this.port = MediaPort.open(where, eventLoop, identity, new SecureRandom());
        this.clip = clip;
        this.phaseNanos = phaseNanos;
        this.ear = ear;
    }

    static Ear deaf() {
        return (buffer, offset, length, arrivalNanos) -> {};
    }

    CompletableFuture<String> offer(Consumer<String> onCandidate) {
        CompletableFuture<String> offer = new CompletableFuture<>();
        loop.execute(() -> {
            candidates = onCandidate;
            PeerConnection connection = port.connect(loop, true, true, new Media());
            peer = connection;
            offer.complete(connection.offer());
        });
        return offer;
    }

    void accept(String answer) {
        loop.execute(() -> {
            try {
                if (peer != null) {
                    peer.accept(answer);
                }
            } catch (SdpException e) {
                connected.completeExceptionally(e);
            }
        });
    }

    void candidate(String line) {
        loop.execute(() -> {
            if (peer != null) {
                peer.addRemoteCandidate(line);
            }
        });
    }

    /** When the frame with that number was sent; 0 where that is too long ago or has not happened. */
    long sentNanos(long number) {
        return number < 0 || number > latest || number <= latest - REMEMBERED + 1
                ? 0
                : sentNanos.get((int) (number % REMEMBERED));
    }

    long latest() {
        return latest;
    }

    long received() {
        return received.sum();
    }

    /** When the last burst of {@link Clip#bursts} was begun. */
    long burstNanos() {
        return burstNanos;
    }

    private void begin() {
        dueNanos = loop.nanoTime() + phaseNanos;
        loop.schedule(phaseNanos, this::frames);
    }

    private void frames() {
        PeerConnection connection = peer;
        if (closed || connection == null) {
            return;
        }
        long now = loop.nanoTime();
        while (now - dueNanos >= 0) {
            send(connection);
            dueNanos += FRAME_NANOS;
        }
        loop.schedule(dueNanos - now, this::frames);
    }

    private void send(PeerConnection connection) {
        byte[] payload = clip.packet(frame);
        SendingTrack track = connection.sending().orElse(null);
        if (payload != null && track != null) {
            ByteBuffer packet = ByteBuffer.allocate(HEADER_BYTES + payload.length + PeerConnection.TRAILER);
            packet.put((byte) 0x80)
                    .put((byte) (track.payloadType() | (frame == 0 ? 0x80 : 0)))
                    .putShort((short) frame)
                    .putInt(frame * Clip.FRAME)
                    .putInt((int) track.ssrc())
                    .put(payload);
            long now = System.nanoTime();
            sentNanos.set(frame % REMEMBERED, now);
            if (Clip.burstBegins(frame)) {
                burstNanos = now;
            }
            latest = frame;
            connection.sendRtp(packet.array(), HEADER_BYTES + payload.length);
        }
        frame++;
    }

    void close() {
        loop.execute(() -> {
            closed = true;
            if (peer != null) {
                peer.close();
                peer = null;
            }
            loop.execute(port::close);
        });
    }

    private final class Media implements PeerListener {
        @Override
        public void onState(PeerState state, String reason) {
            if (state == PeerState.CONNECTED && connected.complete(System.nanoTime())) {
                begin();
            } else if (state == PeerState.FAILED) {
                connected.completeExceptionally(new IllegalStateException(reason));
            }
        }

        @Override
        public void onCandidate(String candidate, String mid) {
            candidates.accept(candidate);
        }

        @Override
        public void onRtp(String mid, byte[] buffer, int offset, int length, long arrivalNanos) {
            received.increment();
            ear.onPacket(buffer, offset, length, arrivalNanos);
        }

        @Override
        public void onRtcp(byte[] buffer, int offset, int length, long arrivalNanos) {}
    }
}
