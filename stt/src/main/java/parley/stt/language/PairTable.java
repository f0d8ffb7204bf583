package parley.stt.language;

import java.util.Arrays;

/** Numbers under keys, in open addressing: boxed keys would take ten times the room. Written by one thread, then read by any. */
final class PairTable {
    private static final long FREE = -1;

    private long[] keys = new long[1 << 10];
    private int[] values = new int[1 << 10];
    private int size;

    PairTable() {
        Arrays.fill(keys, FREE);
    }

    /** Adds to what stands under a key, and returns the sum. */
    int add(long key, int more) {
        if (size * 2 >= keys.length) {
            grow();
        }
        int at = slot(key);
        if (keys[at] == FREE) {
            keys[at] = key;
            size++;
        }
        values[at] += more;
        return values[at];
    }

    /** 0 where there is nothing. */
    int get(long key) {
        return values[slot(key)];
    }

    private int slot(long key) {
        int mask = keys.length - 1;
        int at = (int) ((key * 0x9E3779B97F4A7C15L) >>> 40) & mask;
        while (keys[at] != FREE && keys[at] != key) {
            at = at + 1 & mask;
        }
        return at;
    }

    private void grow() {
        long[] oldKeys = keys;
        int[] oldValues = values;
        keys = new long[oldKeys.length * 2];
        values = new int[keys.length];
        Arrays.fill(keys, FREE);
        for (int i = 0; i < oldKeys.length; i++) {
            if (oldKeys[i] != FREE) {
                int at = slot(oldKeys[i]);
                keys[at] = oldKeys[i];
                values[at] = oldValues[i];
            }
        }
    }
}
