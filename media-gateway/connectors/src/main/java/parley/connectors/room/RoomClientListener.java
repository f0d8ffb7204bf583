package parley.connectors.room;

import com.fasterxml.jackson.databind.JsonNode;
import parley.audio.pcm.PcmFrame;
import parley.webrtc.peer.PeerState;

/** What a {@link RoomClient} tells. All calls come on the client's loop. */
public interface RoomClientListener {
    /** A message of the room: "joined", "came", "chat", "error", ... */
    default void onMessage(String type, JsonNode message) {}

    default void onMedia(PeerState state, String reason) {}

    /** What this client hears, at 16 kHz. */
    default void onAudio(PcmFrame frame, long arrivalNanos) {}
}
