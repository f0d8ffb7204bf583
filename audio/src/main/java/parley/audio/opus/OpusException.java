package parley.audio.opus;

/** libopus refused something; a packet from outside that is no Opus, most often. */
public final class OpusException extends Exception {
    private static final long serialVersionUID = 1;

    OpusException(String what, int code) {
        super(what + ": " + reason(code));
    }

    private static String reason(int code) {
        return switch (code) {
            case -1 -> "bad argument";
            case -2 -> "buffer too small";
            case -3 -> "internal error";
            case -4 -> "not an Opus packet";
            case -5 -> "not implemented";
            case -6 -> "invalid state";
            case -7 -> "out of memory";
            default -> "error " + code;
        };
    }
}
