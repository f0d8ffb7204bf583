package parley.webrtc.sdp;

/** A description that cannot be read, or that asks for what must not be given. The message may be shown to the peer. */
public final class SdpException extends Exception {
    public SdpException(String message) {
        super(message);
    }
}
