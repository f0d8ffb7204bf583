package parley.conversation.rehearsal;

import parley.audio.pcm.PcmFrame;

/** Hears the agent from a seat: when it begins and when it falls silent. On the rehearsal's thread. */
final class AgentEar {
    private static final int AUDIBLE = 250;
    /** Breaths between clauses are shorter. */
    private static final long SILENT_NANOS = 700_000_000;

    private boolean speaking;
    private long begunNanos = Long.MIN_VALUE;
    /** Long ago, but not so long that a difference would overflow. */
    private long lastAudibleNanos = Long.MIN_VALUE / 2;

    /** Takes a frame in which nobody but the agent can be heard; answers whether the agent began with it. */
    boolean heard(PcmFrame frame, long arrivalNanos) {
        if (!audible(frame)) {
            return false;
        }
        boolean began = !speaking && arrivalNanos - lastAudibleNanos > 0;
        if (began) {
            begunNanos = arrivalNanos;
        }
        speaking = true;
        lastAudibleNanos = arrivalNanos;
        return began;
    }

    /** Whether the agent has just fallen silent. */
    boolean fellSilent(long nowNanos) {
        if (speaking && nowNanos - lastAudibleNanos > SILENT_NANOS) {
            speaking = false;
            return true;
        }
        return false;
    }

    boolean speaking() {
        return speaking;
    }

    long begunNanos() {
        return begunNanos;
    }

    long lastAudibleNanos() {
        return lastAudibleNanos;
    }

    static boolean audible(PcmFrame frame) {
        for (short s : frame.samples()) {
            if (Math.abs(s) > AUDIBLE) {
                return true;
            }
        }
        return false;
    }
}
