package parley.connectors.janus;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;
import parley.webrtc.peer.PeerConnection;

/** What differs between Janus's kinds of rooms. Lives as long as one session; for the meeting's loop only. */
interface JanusPlugin {
    /** Attaches and joins. */
    void start(JanusSession session);

    /** The connection that carries the agent's voice. */
    Optional<PeerConnection> speaking();

    /** Every 20 ms. */
    void tick(long nowNanos);

    /** Says goodbye to the room. */
    void leave();

    void close();

    /** An id that Janus gives as number or text. */
    static String id(JsonNode node) {
        return node.asText("");
    }
}
