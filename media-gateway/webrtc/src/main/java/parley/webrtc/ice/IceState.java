package parley.webrtc.ice;

/**
 * How far the way to the peer is. Names as in the WebRTC API.
 *
 * <pre>
 *   NEW ──► CHECKING ──► CONNECTED ◄──► DISCONNECTED ──► FAILED
 *               └──────────────────────────────────────────► FAILED ──(restart)──► CHECKING
 *   any ──► CLOSED
 * </pre>
 */
public enum IceState {
    /** No remote credentials yet. */
    NEW,
    /** No pair is selected yet. */
    CHECKING,
    /** A pair is selected and the peer consents. */
    CONNECTED,
    /** The peer has not answered for a while; consent (RFC 7675) has not expired. */
    DISCONNECTED,
    /** No pair works, or consent expired. Only a restart helps. */
    FAILED,
    CLOSED
}
