package parley.stt.streaming;

/**
 * Translates between samples fed to a network, which gets silence of our own making at gaps and at the ends of turns,
 * and the stream's clock. Remembers the last few places where the two jumped against each other. One thread at a time.
 */
final class FrameClock {
    private static final int ANCHORS = 64;

    private final long[] fedAt = new long[ANCHORS];
    private final long[] positionAt = new long[ANCHORS];
    private int anchors;

    /** From fed sample {@code fed} on, the stream's clock stands at {@code position}. */
    void anchor(long fed, long position) {
        if (anchors == ANCHORS) {
            System.arraycopy(fedAt, 1, fedAt, 0, ANCHORS - 1);
            System.arraycopy(positionAt, 1, positionAt, 0, ANCHORS - 1);
            anchors--;
        }
        fedAt[anchors] = fed;
        positionAt[anchors] = position;
        anchors++;
    }

    /** Where a fed sample lies on the stream's clock; our own silence lies where it was put in. */
    long position(long fed) {
        int at = anchors - 1;
        while (at > 0 && fedAt[at] > fed) {
            at--;
        }
        if (at < 0) {
            return fed;
        }
        long position = positionAt[at] + Math.max(0, fed - fedAt[at]);
        return at + 1 < anchors ? Math.min(position, positionAt[at + 1]) : position;
    }
}
