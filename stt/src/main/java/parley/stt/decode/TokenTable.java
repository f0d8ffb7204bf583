package parley.stt.decode;

import java.util.Arrays;

/**
 * The hypotheses of one frame while they are made: found by key, the better of two alike kept. Scratch space of a
 * thread, not of a stream: its contents live for one frame.
 */
final class TokenTable {
    private static final int CAPACITY = 1 << 14;
    private static final int SLOTS = 1 << 15;
    private static final int PRUNING_STEPS = 128;
    static final float NOTHING = -1e30f;

    final long[] key = new long[CAPACITY];
    final float[] blank = new float[CAPACITY];
    final float[] sounding = new float[CAPACITY];
    final float[] score = new float[CAPACITY];
    final int[] node = new int[CAPACITY];
    final int[] history = new int[CAPACITY];
    final int[] startFrame = new int[CAPACITY];
    final byte[] lastPhoneme = new byte[CAPACITY];
    private final int[] slot = new int[SLOTS];
    private final int[] slotOf = new int[CAPACITY];
    private int size;
    float best;

    TokenTable() {
        Arrays.fill(slot, -1);
    }

    int size() {
        return size;
    }

    void clear() {
        for (int i = 0; i < size; i++) {
            slot[slotOf[i]] = -1;
        }
        size = 0;
        best = NOTHING;
    }

    private static int place(long key) {
        return (int) ((key * 0x9E3779B97F4A7C15L) >>> 49);
    }

    /**
     * Where a hypothesis of this key stands, made if need be; -1 when the table is full (the beam is then far too wide
     * and the rest of the frame is dropped).
     */
    int at(long wanted) {
        int at = place(wanted);
        while (true) {
            int found = slot[at];
            if (found < 0) {
                if (size == CAPACITY) {
                    return -1;
                }
                slot[at] = size;
                slotOf[size] = at;
                key[size] = wanted;
                blank[size] = NOTHING;
                sounding[size] = NOTHING;
                score[size] = NOTHING;
                return size++;
            }
            if (key[found] == wanted) {
                return found;
            }
            at = (at + 1) & (SLOTS - 1);
        }
    }

    /** The score below which a hypothesis goes: the beam's edge, or higher when too many are inside it. */
    float floor(float beam, int mostTokens) {
        float edge = best - beam;
        int inside = 0;
        int[] counts = new int[PRUNING_STEPS + 1];
        float scale = PRUNING_STEPS / beam;
        for (int i = 0; i < size; i++) {
            if (score[i] >= edge) {
                counts[(int) ((best - score[i]) * scale)]++;
                inside++;
            }
        }
        if (inside <= mostTokens) {
            return edge;
        }
        int kept = 0;
        for (int step = 0; step <= PRUNING_STEPS; step++) {
            kept += counts[step];
            if (kept > mostTokens) {
                return best - Math.max(step, 1) / scale;
            }
        }
        return edge;
    }
}
