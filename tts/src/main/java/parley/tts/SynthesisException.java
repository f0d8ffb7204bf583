package parley.tts;

/** Why a text could not be spoken. */
public final class SynthesisException extends Exception {
    private static final long serialVersionUID = 1;

    /** What the caller can do about it. */
    public enum Kind {
        /** The engine, its library, its model or its voice is not there; another engine may be. */
        UNAVAILABLE,
        /** The engine was there and broke, or did not answer in time; another engine may go on. */
        FAILED,
        /** This engine has no way to say this text (another script, no words at all). */
        UNSPEAKABLE,
        /** More is waiting to be spoken than the limits allow. */
        OVERLOADED
    }

    private final Kind kind;

    public SynthesisException(Kind kind, String message) {
        super(message);
        this.kind = kind;
    }

    public SynthesisException(Kind kind, String message, Throwable cause) {
        super(message, cause);
        this.kind = kind;
    }

    public Kind kind() {
        return kind;
    }
}
