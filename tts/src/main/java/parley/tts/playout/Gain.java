package parley.tts.playout;

/** A factor that moves to its aim without a step. */
final class Gain {
    private final float step;
    private float aim = 1;
    private float now = 1;

    /** @param samples how long the whole way from silence to full level takes */
    Gain(int samples) {
        step = 1f / samples;
    }

    void aimAt(float factor) {
        aim = factor;
    }

    void apply(short[] samples, int from, int count) {
        if (now == aim && aim == 1) {
            return;
        }
        for (int i = from; i < from + count; i++) {
            now = now < aim ? Math.min(aim, now + step) : Math.max(aim, now - step);
            samples[i] = (short) (samples[i] * now);
        }
    }
}
