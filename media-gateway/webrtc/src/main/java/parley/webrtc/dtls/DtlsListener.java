package parley.webrtc.dtls;

import parley.webrtc.srtp.SrtpKeys;

/** What a session tells its owner; every call comes through the executor that the session was given. */
public interface DtlsListener {
    /** Send this datagram to the peer. */
    void onTransmit(byte[] datagram);

    /** The handshake is over and the peer's certificate is the one its description named. */
    void onKeys(SrtpKeys keys);

    /** The handshake did not succeed; nothing more follows. */
    void onFailed(String reason);

    /** The peer said goodbye (close_notify). */
    void onClosed();
}
