package parley.webrtc.dtls;

/** Who begins the handshake: a=setup:active is the client. */
public enum DtlsRole {
    CLIENT,
    SERVER
}
