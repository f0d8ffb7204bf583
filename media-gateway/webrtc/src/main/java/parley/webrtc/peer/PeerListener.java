package parley.webrtc.peer;

/** What a peer connection tells its owner. All calls come on the connection's loop. */
public interface PeerListener {
    /** @param reason for logs and for people; empty where the state says it all */
    void onState(PeerState state, String reason);

    /** A candidate that was not in the description yet: {@code candidate:...}, to be signalled. */
    void onCandidate(String candidate, String mid);

    /**
     * An RTP packet that is authentic, decrypted.
     *
     * @param mid the section it belongs to; empty where that cannot be told
     * @param buffer borrowed until the call returns
     */
    void onRtp(String mid, byte[] buffer, int offset, int length, long arrivalNanos);

    /** A compound RTCP packet that is authentic, decrypted; the buffer is borrowed until the call returns. */
    void onRtcp(byte[] buffer, int offset, int length, long arrivalNanos);
}
