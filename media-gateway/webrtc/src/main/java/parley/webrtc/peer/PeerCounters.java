package parley.webrtc.peer;

/** What one connection has seen; written and read on its loop. */
public final class PeerCounters {
    long rtpReceived;
    long rtcpReceived;
    long rtpSent;
    long rtcpSent;
    long refused;
    long replayed;
    long earlyMedia;
    long unknownDatagrams;
    long unvalidatedDatagrams;

    PeerCounters() {}

    public long rtpReceived() {
        return rtpReceived;
    }

    public long rtcpReceived() {
        return rtcpReceived;
    }

    public long rtpSent() {
        return rtpSent;
    }

    public long rtcpSent() {
        return rtcpSent;
    }

    /** Media that was not authentic. */
    public long refused() {
        return refused;
    }

    public long replayed() {
        return replayed;
    }

    /** Media that came before its keys. */
    public long earlyMedia() {
        return earlyMedia;
    }

    /** Neither STUN nor DTLS nor media. */
    public long unknownDatagrams() {
        return unknownDatagrams;
    }

    /** DTLS from an address that has not passed ICE. */
    public long unvalidatedDatagrams() {
        return unvalidatedDatagrams;
    }
}
