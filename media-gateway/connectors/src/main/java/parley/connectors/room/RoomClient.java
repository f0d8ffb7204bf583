package parley.connectors.room;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.netty.channel.EventLoop;
import java.io.IOException;
import java.security.SecureRandom;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import parley.audio.opus.OpusException;
import parley.audio.pcm.PcmFrame;
import parley.audio.pcm.SampleRate;
import parley.connectors.voice.FrameClock;
import parley.connectors.voice.IncomingVoice;
import parley.connectors.voice.OutgoingVoice;
import parley.webrtc.driver.EmulatedPath;
import parley.webrtc.driver.MediaPort;
import parley.webrtc.driver.MediaPortConfig;
import parley.webrtc.dtls.DtlsIdentity;
import parley.webrtc.loop.TaskLoop;
import parley.webrtc.peer.PeerConnection;
import parley.webrtc.peer.PeerListener;
import parley.webrtc.peer.PeerState;
import parley.webrtc.rtp.RtcpPacket;
import parley.webrtc.rtp.RtcpReader;
import parley.webrtc.sdp.SdpException;

/**
 * Somebody who comes into a room over real WebRTC without a browser: for rehearsals, tests and benchmarks. It behaves as a
 * browser does: a UDP port of its own, and a packet every 20 ms from the moment the media is up, silence included. Methods
 * may be called from any thread.
 */
public final class RoomClient implements AutoCloseable {
    private static final int FRAME_48 = 960;

    /** A piece of speech on its way out. */
    private static final class Clip {
        final short[] samples;
        final int frame;
        final SampleRate rate;
        final CompletableFuture<Long> sent = new CompletableFuture<>();
        int at;

        Clip(short[] samples, SampleRate rate) {
            this.samples = samples;
            this.rate = rate;
            this.frame = rate.samplesIn(20);
        }
    }

    private final TaskLoop loop;
    private final MediaPort port;
    private final RoomClientListener listener;
    private final ClientSignal signal;
    private final IncomingVoice ears;
    private final OutgoingVoice mouth;
    private final CompletableFuture<Void> connected = new CompletableFuture<>();
    private final Deque<Clip> clips = new ArrayDeque<>();
    private SampleRate lastRate = SampleRate.KHZ_24;
    private @Nullable FrameClock clock;
    private @Nullable PeerConnection peer;
    private final long wallMinusLoopNanos = System.currentTimeMillis() * 1_000_000L - System.nanoTime();
    private long position;
    private String token = "";
    private boolean closed;

    /** @param eventLoop where this client's socket and its work live; the caller's, and not closed here */
    public RoomClient(EventLoop eventLoop, DtlsIdentity identity, ClientSignal.Door door, RoomClientListener listener)
            throws IOException {
        this(
                MediaPort.open(MediaPortConfig.loopback(), eventLoop, identity, new SecureRandom()),
                eventLoop,
                door,
                listener);
    }

    /** Somebody whose media goes through a bad network in both directions; signalling does not. */
    public static RoomClient behind(
            EmulatedPath path,
            EventLoop eventLoop,
            DtlsIdentity identity,
            ClientSignal.Door door,
            RoomClientListener listener)
            throws IOException {
        MediaPort port =
                MediaPort.openBehind(path, MediaPortConfig.loopback(), eventLoop, identity, new SecureRandom());
        return new RoomClient(port, eventLoop, door, listener);
    }

    private RoomClient(MediaPort port, EventLoop eventLoop, ClientSignal.Door door, RoomClientListener listener) {
        this.loop = TaskLoop.on(eventLoop);
        this.port = port;
        this.listener = listener;
        this.ears = new IncomingVoice(listener::onAudio);
        this.mouth = new OutgoingVoice(new SecureRandom());
        this.signal = door.open(new ClientSignal.Receiver() {
            @Override
            public void onMessage(String json) {
                loop.execute(() -> received(json));
            }

            @Override
            public void onClosed() {}
        });
    }

    /** Completes when sound flows for the first time; exceptionally where the room refuses or no way is found. */
    public CompletableFuture<Void> connected() {
        return connected;
    }

    /** Comes in; "joined" and the media follow. */
    public void join(String name, String key, boolean agent) {
        enter(message("join").put("name", name).put("key", key).put("agent", agent));
    }

    /** Comes back to the place that {@link #token} stands for; as somebody new where it is no longer kept. */
    public void comeBack(String name, String key, String placeToken) {
        enter(message("join").put("name", name).put("key", key).put("resume", placeToken));
    }

    private void enter(ObjectNode join) {
        loop.execute(() -> {
            if (closed) {
                return;
            }
            PeerConnection connection = port.connect(loop, true, true, new Media());
            peer = connection;
            signal.send(join.put("offer", connection.offer()).toString());
        });
    }

    /**
     * Says this, after what is being said already, in packets of 20 ms.
     *
     * @return when the last packet left, on {@link System#nanoTime}
     */
    public CompletableFuture<Long> say(PcmFrame speech) {
        Clip clip = new Clip(speech.samples(), speech.rate());
        loop.execute(() -> {
            if (closed) {
                clip.sent.cancel(false);
            } else {
                clips.add(clip);
            }
        });
        return clip.sent;
    }

    /** Stops in the middle of what is being said. */
    public void hush() {
        loop.execute(() -> {
            clips.forEach(clip -> clip.sent.cancel(false));
            clips.clear();
        });
    }

    public void chat(String text) {
        send(message("chat").put("text", text));
    }

    public void mute(boolean muted) {
        send(message("mute").put("muted", muted));
    }

    public void hand(boolean raised) {
        send(message("hand").put("raised", raised));
    }

    public void rename(String name) {
        send(message("rename").put("name", name));
    }

    /** Asks for a new path, as a browser does after a change of network. */
    public void restartIce() {
        loop.execute(() -> {
            if (peer != null) {
                signal.send(message("offer").put("sdp", peer.restartOffer()).toString());
            }
        });
    }

    /** The token with which somebody can come back to this place. */
    public CompletableFuture<String> token() {
        CompletableFuture<String> result = new CompletableFuture<>();
        loop.execute(() -> result.complete(token));
        return result;
    }

    private void send(ObjectNode message) {
        loop.execute(() -> signal.send(message.toString()));
    }

    private static ObjectNode message(String type) {
        return GuestMessage.JSON.createObjectNode().put("type", type);
    }

    private void received(String json) {
        if (closed) {
            return;
        }
        JsonNode message;
        try {
            message = GuestMessage.JSON.readTree(json);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the room speaks JSON", e);
        }
        String type = message.path("type").asText();
        PeerConnection connection = peer;
        if (connection != null) {
            switch (type) {
                case "joined" -> token = message.path("token").asText();
                case "answer" -> {
                    try {
                        connection.accept(message.path("sdp").asText());
                    } catch (SdpException e) {
                        media(PeerState.FAILED, String.valueOf(e.getMessage()));
                    }
                }
                case "candidate" ->
                    connection.addRemoteCandidate(message.path("candidate").asText());
                default -> {}
            }
        }
        if (type.equals("error")) {
            connected.completeExceptionally(
                    new IOException(message.path("message").asText("the room refused")));
        }
        listener.onMessage(type, message);
    }

    private void media(PeerState state, String reason) {
        switch (state) {
            case CONNECTED -> connected.complete(null);
            case FAILED, CLOSED -> connected.completeExceptionally(new IOException(reason));
            case NEW, CONNECTING, DISCONNECTED -> {}
        }
        listener.onMedia(state, reason);
    }

    private void startTalking() {
        if (clock == null) {
            clock = new FrameClock(loop, this::frames);
        }
    }

    private void frames(long nowNanos) {
        PeerConnection connection = peer;
        if (closed || connection == null) {
            return;
        }
        ears.advance(nowNanos);
        mouth.report(connection, ears, position, nowNanos, wallMinusLoopNanos + nowNanos);
        frame(connection, nowNanos);
    }

    private void frame(PeerConnection connection, long nowNanos) {
        Clip clip = clips.peek();
        SampleRate rate = clip == null ? lastRate : clip.rate;
        lastRate = rate;
        short[] samples = new short[rate.samplesIn(20)];
        if (clip != null) {
            int some = Math.min(clip.frame, clip.samples.length - clip.at);
            System.arraycopy(clip.samples, clip.at, samples, 0, some);
            clip.at += some;
        }
        try {
            boolean sent = mouth.send(
                    connection, mouth.encode(samples, rate, nowNanos), position, OutgoingVoice.level(samples));
            position += FRAME_48;
            if (clip != null && clip.at >= clip.samples.length) {
                clips.poll();
                if (sent) {
                    clip.sent.complete(nowNanos);
                } else {
                    clip.sent.cancel(false);
                }
            }
        } catch (OpusException e) {
            media(PeerState.FAILED, String.valueOf(e.getMessage()));
            close();
        }
    }

    /** Says goodbye, to the room and to the media. */
    @Override
    public void close() {
        loop.execute(() -> {
            if (closed) {
                return;
            }
            closed = true;
            signal.send(message("leave").toString());
            drop();
        });
    }

    /** Is gone without a word, as a laptop whose lid was shut. */
    public void vanish() {
        loop.execute(() -> {
            closed = true;
            port.close();
            signal.close();
            drop();
        });
    }

    private void drop() {
        if (clock != null) {
            clock.close();
        }
        if (peer != null) {
            peer.close();
            peer = null;
        }
        clips.forEach(clip -> clip.sent.cancel(false));
        clips.clear();
        signal.close();
        // After the goodbye has gone out through it.
        loop.execute(port::close);
        ears.close();
        mouth.close();
    }

    private final class Media implements PeerListener {
        @Override
        public void onState(PeerState state, String reason) {
            if (state == PeerState.CONNECTED) {
                startTalking();
            }
            media(state, reason);
        }

        @Override
        public void onCandidate(String candidate, String mid) {
            signal.send(message("candidate")
                    .put("candidate", candidate)
                    .put("sdpMid", mid)
                    .toString());
        }

        @Override
        public void onRtp(String mid, byte[] buffer, int offset, int length, long arrivalNanos) {
            if (!closed) {
                ears.packet(buffer, offset, length, arrivalNanos, false);
            }
        }

        @Override
        public void onRtcp(byte[] buffer, int offset, int length, long arrivalNanos) {
            for (RtcpPacket packet : RtcpReader.read(buffer, offset, length)) {
                if (packet instanceof RtcpPacket.SenderReport report && !closed) {
                    ears.senderReport(report, arrivalNanos);
                }
            }
        }
    }
}
