package parley.tts.playout;

/** The sound that bridges the wait for a reply. It never counts as said. */
final class MaskLane {
    private final int fadeSamples;
    private short[] samples = new short[0];
    private int at;
    private int fadeAt = -1;

    MaskLane(int fadeSamples) {
        this.fadeSamples = fadeSamples;
    }

    void play(short[] sound) {
        samples = sound;
        at = 0;
        fadeAt = -1;
    }

    void stop() {
        if (at < samples.length && fadeAt < 0) {
            fadeAt = at;
        }
    }

    /** Adds the next part; false when there was nothing to add. */
    boolean mixInto(short[] out) {
        if (at >= samples.length) {
            return false;
        }
        int end = fadeAt < 0 ? samples.length : Math.min(samples.length, fadeAt + fadeSamples);
        for (int i = 0; i < out.length && at < end; i++, at++) {
            int level = fadeAt < 0 ? fadeSamples : fadeAt + fadeSamples - at;
            int sum = out[i] + samples[at] * level / fadeSamples;
            out[i] = (short) Math.clamp(sum, Short.MIN_VALUE, Short.MAX_VALUE);
        }
        if (at >= end) {
            at = samples.length;
        }
        return true;
    }
}
