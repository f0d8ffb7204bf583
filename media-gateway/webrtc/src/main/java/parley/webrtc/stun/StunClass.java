package parley.webrtc.stun;

/** RFC 8489, section 5: the two class bits. */
public enum StunClass {
    REQUEST,
    INDICATION,
    SUCCESS,
    ERROR
}
