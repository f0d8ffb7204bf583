package parley.server.bench;

import io.netty.channel.EventLoop;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import parley.audio.pcm.PcmFrame;
import parley.connectors.room.ClientSignal;
import parley.connectors.room.RoomClient;
import parley.connectors.room.RoomClientListener;
import parley.webrtc.dtls.DtlsIdentity;

/** Somebody in a room who says the same again and again, with pauses, over real WebRTC. Any thread. */
final class Talker implements AutoCloseable {
    private final RoomClient client;
    private final PcmFrame speech;
    private final PcmFrame pause;
    private volatile boolean closed;
    /** When the last sound left that was said to its end. */
    private volatile long saidNanos = Long.MIN_VALUE;

    Talker(EventLoop loop, DtlsIdentity identity, ClientSignal.Door door, String name, PcmFrame speech, int pauseMillis)
            throws IOException {
        this.speech = speech;
        this.pause = new PcmFrame(speech.rate(), 0, new short[speech.rate().samplesIn(pauseMillis)]);
        client = new RoomClient(loop, identity, door, new RoomClientListener() {});
        client.join(name, "", false);
    }

    /** Completes when sound flows. */
    CompletableFuture<Void> connected() {
        return client.connected();
    }

    /** Begins to talk. */
    void talk() {
        if (closed) {
            return;
        }
        client.say(speech).whenComplete((sent, failure) -> {
            if (failure == null) {
                saidNanos = sent;
                client.say(pause).whenComplete((silent, gone) -> {
                    if (gone == null) {
                        talk();
                    }
                });
            }
        });
    }

    /** The last moment up to that one at which this voice was surely heard. */
    long soundedUntil(long nanos) {
        long said = saidNanos;
        boolean inPause = said != Long.MIN_VALUE && nanos - said < pause.durationNanos();
        return inPause ? said : nanos;
    }

    @Override
    public void close() {
        closed = true;
        client.close();
    }
}
