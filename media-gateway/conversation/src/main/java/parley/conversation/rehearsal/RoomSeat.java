package parley.conversation.rehearsal;

import io.netty.channel.EventLoop;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import parley.audio.pcm.PcmFrame;
import parley.connectors.room.ClientSignal;
import parley.connectors.room.RoomClient;
import parley.connectors.room.RoomClientListener;
import parley.webrtc.driver.EmulatedPath;
import parley.webrtc.dtls.DtlsIdentity;
import parley.webrtc.netem.NetworkConditions;

/** A seat in a room, over real WebRTC. */
final class RoomSeat implements Seat {
    private final RoomClient client;
    private final Optional<EmulatedPath> path;

    RoomSeat(Scenario.Actor actor, EventLoop loop, DtlsIdentity identity, ClientSignal.Door door, Ear ear)
            throws IOException {
        path = path(actor);
        RoomClientListener listener = new RoomClientListener() {
            @Override
            public void onAudio(PcmFrame frame, long arrivalNanos) {
                ear.heard(frame, arrivalNanos);
            }
        };
        client = path.isPresent()
                ? RoomClient.behind(path.get(), loop, identity, door, listener)
                : new RoomClient(loop, identity, door, listener);
        client.join(actor.name(), "", false);
    }

    /** What lies between this seat and the room, where it is not a good network. The same packets are lost in each run. */
    private static Optional<EmulatedPath> path(Scenario.Actor actor) {
        if (actor.lossPercent() == 0 && actor.delayMillis() == 0 && actor.jitterMillis() == 0) {
            return Optional.empty();
        }
        NetworkConditions conditions = NetworkConditions.PERFECT
                .withLoss(actor.lossPercent() / 100)
                .withDelay(actor.delayMillis(), actor.jitterMillis());
        return Optional.of(new EmulatedPath(conditions, actor.name().hashCode()));
    }

    @Override
    public long packetsLost() {
        return path.map(EmulatedPath::lost).orElse(0L);
    }

    @Override
    public CompletableFuture<Void> connected() {
        return client.connected();
    }

    @Override
    public CompletableFuture<Long> say(PcmFrame sound) {
        return client.say(sound);
    }

    @Override
    public void close() {
        client.close();
    }
}
