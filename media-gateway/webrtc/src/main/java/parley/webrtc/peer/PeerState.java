package parley.webrtc.peer;

/**
 * <pre>
 *   NEW ──► CONNECTING ──► CONNECTED ◄──► DISCONNECTED
 *               └──► FAILED ◄──────────────────┘ ; FAILED ──(ICE restart)──► CONNECTED ; any ──► CLOSED
 * </pre>
 */
public enum PeerState {
    NEW,
    CONNECTING,
    /** ICE has a pair and SRTP has keys. */
    CONNECTED,
    /** Nothing was heard from the peer for some seconds. */
    DISCONNECTED,
    /** No path, consent expired, or the handshake went wrong. */
    FAILED,
    /** Closed by us, or by the peer's goodbye. */
    CLOSED
}
