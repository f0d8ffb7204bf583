package parley.stt.media;

/** Why a file gives no words: said so that its owner knows what to do. */
public final class MediaException extends Exception {
    public enum Reason {
        MISSING,
        EMPTY,
        NOT_AUDIO,
        TRUNCATED,
        SILENT
    }

    private final Reason reason;

    public MediaException(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    public MediaException(Reason reason, String message, Throwable cause) {
        super(message, cause);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}
