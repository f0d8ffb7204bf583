package parley.turns.engine;

import java.io.IOException;

/** Why an engine that was asked for cannot be had. */
public final class EngineException extends IOException {
    private static final long serialVersionUID = 1;

    /** What is wrong with its model. */
    public enum Reason {
        MODEL_MISSING,
        /** It is there, but does not load or does not answer as it should. */
        MODEL_BROKEN
    }

    private final Reason reason;

    EngineException(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    EngineException(Reason reason, String message, Throwable cause) {
        super(message, cause);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}
