package parley.webrtc.rtp;

/** Counts a number on that wraps around: sequence numbers (16 bits) and timestamps (32 bits). */
public final class Unwrapper {
    /** What the first sequence number is counted from, so that what came before it is not negative. */
    static final long FIRST_SEQUENCE_LAP = 1L << 16;

    private final long modulus;
    private long last;
    private boolean begun;

    private Unwrapper(int bits) {
        modulus = 1L << bits;
    }

    public static Unwrapper sequenceNumbers() {
        return new Unwrapper(16);
    }

    public static Unwrapper timestamps() {
        return new Unwrapper(32);
    }

    /** The nearest number to the highest so far that has these low bits. */
    public long unwrap(long wrapped) {
        if (!begun) {
            begun = true;
            last = modulus + wrapped;
            return last;
        }
        long difference = Math.floorMod(wrapped - last, modulus);
        if (difference >= modulus / 2) {
            difference -= modulus;
        }
        long unwrapped = last + difference;
        last = Math.max(last, unwrapped);
        return unwrapped;
    }
}
