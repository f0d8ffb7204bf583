package parley.archive.sound;

import java.io.IOException;

/** Why a recording cannot be made into something else. */
public final class SoundException extends IOException {
    /** What is wrong. */
    public enum Reason {
        /** Nothing was recorded. */
        EMPTY,
        /** This is no recording, or not a whole one. */
        DAMAGED,
        /** FFmpeg is not there for this machine, or does not know the format. */
        UNSUPPORTED,
        /** As many conversions run as may. */
        BUSY,
        /** FFmpeg failed. */
        FAILED
    }

    private final Reason reason;

    public SoundException(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    public SoundException(Reason reason, String message, Throwable cause) {
        super(message, cause);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}
