package parley.archive.sealing;

import java.io.IOException;

/** Something sealed cannot be opened, or nothing can be sealed. The message says what to do. */
public final class SealingException extends IOException {
    private static final long serialVersionUID = 1;

    /** Why. */
    public enum Reason {
        /** There are sealed meetings and nobody gave a master key. */
        NO_MASTER_KEY,
        /** The master key is not the one that the data keys were wrapped with. */
        WRONG_MASTER_KEY,
        /** What was given as master key is none. */
        BAD_MASTER_KEY,
        /** The meeting's data key is not there any more: the meeting was deleted. */
        KEY_DESTROYED,
        /** The bytes are not those that were written. */
        TAMPERED,
        /** Sealing meetings of before was cut off: some of each is sealed and the rest is not. */
        UNFINISHED,
        /** The keys cannot be read or written. */
        KEYS_UNREADABLE
    }

    private final Reason reason;

    public SealingException(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    SealingException(Reason reason, String message, Throwable cause) {
        super(message + ": " + cause.getMessage(), cause);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}
