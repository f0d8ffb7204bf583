package parley.webrtc.stun;

/** Bytes from outside that are not the STUN message they claim to be. Carries no stack trace: floods are made of these. */
public final class StunFormatException extends Exception {
    public StunFormatException(String message) {
        super(message, null, false, false);
    }
}
