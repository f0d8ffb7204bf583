package parley.inference;

/** Why a model could not be loaded or a request could not be answered. */
public final class InferenceException extends RuntimeException {
    public enum Reason {
        /** The file is not there or cannot be read. */
        NOT_FOUND,
        /** The file is there, but is no model that the runtime accepts. */
        BROKEN,
        /** The request does not fit the model's inputs. */
        MISMATCH,
        /** The queue was full: the declared overload rule refused or dropped this request. */
        OVERLOADED,
        /** The engine or the model was closed. */
        CLOSED,
        /** The runtime failed while it ran the model. */
        FAILED
    }

    private final Reason reason;

    public InferenceException(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    public InferenceException(Reason reason, String message, Throwable cause) {
        super(message, cause);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}
