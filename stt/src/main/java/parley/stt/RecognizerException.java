package parley.stt;

/** Why a recognizer could not be opened, or failed later. */
public final class RecognizerException extends RuntimeException {
    public enum Reason {
        /** A library is not installed, or does not load. */
        LIBRARY_MISSING,
        /** A model is not there. */
        MODEL_MISSING,
        /** A model is there, but broken or of another kind. */
        MODEL_BROKEN,
        /** The engine cannot keep up with the audio. */
        OVERLOADED,
        /** A remote endpoint did not answer, or not in time. */
        REMOTE,
        /** The engine failed while recognizing. */
        FAILED
    }

    private final Reason reason;

    public RecognizerException(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    public RecognizerException(Reason reason, String message, Throwable cause) {
        super(message, cause);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}
