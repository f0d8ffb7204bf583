package parley.conversation.rehearsal;

import com.fasterxml.jackson.databind.JsonNode;
import io.netty.channel.EventLoop;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import parley.audio.pcm.PcmFrame;
import parley.connectors.room.ClientSignal;
import parley.connectors.room.RoomClient;
import parley.connectors.room.RoomClientListener;
import parley.webrtc.dtls.DtlsIdentity;
import parley.webrtc.peer.PeerState;

/** A seat in a room, over real WebRTC. */
final class RoomSeat implements Seat {
    private final CompletableFuture<Void> connected = new CompletableFuture<>();
    private final RoomClient client;

    RoomSeat(String name, EventLoop loop, DtlsIdentity identity, ClientSignal.Door door, Ear ear) throws IOException {
        client = new RoomClient(loop, identity, door, new RoomClientListener() {
            @Override
            public void onMessage(String type, JsonNode message) {
                if (type.equals("error")) {
                    connected.completeExceptionally(
                            new IOException(message.path("message").asText("the room refused")));
                }
            }

            @Override
            public void onMedia(PeerState state, String reason) {
                switch (state) {
                    case CONNECTED -> connected.complete(null);
                    case FAILED, CLOSED -> connected.completeExceptionally(new IOException(reason));
                    case NEW, CONNECTING, DISCONNECTED -> {}
                }
            }

            @Override
            public void onAudio(PcmFrame frame, long arrivalNanos) {
                ear.heard(frame, arrivalNanos);
            }
        });
        client.join(name, "", false);
    }

    @Override
    public CompletableFuture<Void> connected() {
        return connected;
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
