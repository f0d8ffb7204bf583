package parley.audio.mix;

/**
 * Brings sums of voices into 16 bits without the harshness of clipping and without delay. The gain falls as soon as a
 * peak is in sight within the frame, and recovers over a few hundred milliseconds. One for each output; one thread at
 * a time.
 *
 * <p>The frame is cut into blocks. At each border the gain is the lowest that either neighbour needs, and it moves in a
 * straight line between borders, so that it never jumps. Only in a frame's first block can a peak come without notice:
 * there the gain falls within {@link #ATTACK} samples, and what still sticks out is clipped.
 */
public final class Limiter {
    /** A little below full scale, as codecs overshoot. */
    private static final float CEILING = 30_000;

    private static final int BLOCK = 120;
    private static final int ATTACK = 16;
    private static final float RECOVERY_PER_BLOCK = 0.02f;

    private float gain = 1;

    /** The gain at the end of the last frame: 1 while nothing has to be held back. */
    public float gain() {
        return gain;
    }

    /** Limits the first {@code length} sums into {@code out}. */
    public void limit(int[] sums, short[] out, int length) {
        if (gain == 1 && peak(sums, 0, length) <= CEILING) {
            for (int i = 0; i < length; i++) {
                out[i] = (short) sums[i];
            }
            return;
        }
        float needed = needed(sums, 0, Math.min(BLOCK, length));
        for (int start = 0; start < length; start += BLOCK) {
            int end = Math.min(start + BLOCK, length);
            float neededNext = end < length ? needed(sums, end, Math.min(end + BLOCK, length)) : 1;
            float target = Math.min(Math.min(needed, neededNext), Math.min(1, gain + RECOVERY_PER_BLOCK));
            if (needed < gain) {
                ramp(sums, out, start, Math.min(start + ATTACK, end), needed);
                ramp(sums, out, Math.min(start + ATTACK, end), end, target);
            } else {
                ramp(sums, out, start, end, target);
            }
            needed = neededNext;
        }
    }

    /** Applies a gain that goes in a straight line from where it is to {@code target}. */
    private void ramp(int[] sums, short[] out, int start, int end, float target) {
        float step = end > start ? (target - gain) / (end - start) : 0;
        float current = gain;
        for (int i = start; i < end; i++) {
            current += step;
            out[i] = saturate(sums[i] * current);
        }
        if (end > start) {
            gain = target;
        }
    }

    private static float needed(int[] sums, int start, int end) {
        int peak = peak(sums, start, end);
        return peak <= CEILING ? 1 : CEILING / peak;
    }

    private static int peak(int[] sums, int start, int end) {
        int peak = 0;
        for (int i = start; i < end; i++) {
            peak = Math.max(peak, Math.abs(sums[i]));
        }
        return peak;
    }

    private static short saturate(float value) {
        return (short) Math.max(Short.MIN_VALUE, Math.min(Short.MAX_VALUE, Math.round(value)));
    }
}
