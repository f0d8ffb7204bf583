package parley.tts.sound;

import java.util.Arrays;

/**
 * Takes the silence off both ends of one utterance, as it streams by. Silence inside it is held back until sound
 * follows, and then passed on whole. One caller at a time.
 */
public final class SilenceTrimmer {
    /** -48 dB below full scale: under the softest fricative of the voices here, over their noise. */
    private static final double QUIET_RMS = 130;

    private final int blockSize;
    private final int keepBefore;
    private final int keepAfter;
    private short[] held = new short[0];
    private int carried;
    /** Of the first held sample, on the voice's clock. */
    private long given;

    private boolean begun;
    private long dropped;
    private long soundFrom = Long.MIN_VALUE;
    private long soundUntil = Long.MAX_VALUE;

    public SilenceTrimmer(int rateHz) {
        blockSize = rateHz / 200;
        keepBefore = rateHz / 100;
        keepAfter = rateHz / 33;
    }

    /** The voice knows when its first word begins: what murmurs before is no speech. */
    public void soundsFrom(long sample) {
        soundFrom = sample;
    }

    /** The voice knows when its last word ends. */
    public void soundsUntil(long sample) {
        soundUntil = sample;
    }

    /** The samples that are certainly not leading or trailing silence. */
    public short[] accept(short[] samples) {
        int heldBefore = held.length;
        held = Arrays.copyOf(held, heldBefore + samples.length);
        System.arraycopy(samples, 0, held, heldBefore, samples.length);
        int loudEnd = -1;
        int at = carried;
        for (; at + blockSize <= held.length; at += blockSize) {
            if (loud(at)) {
                if (!begun) {
                    begun = true;
                    int drop = Math.max(0, at - keepBefore);
                    dropped += drop;
                    given += drop;
                    held = Arrays.copyOfRange(held, drop, held.length);
                    at -= drop;
                }
                loudEnd = at + blockSize;
            }
        }
        if (!begun) {
            int drop = Math.max(0, at - keepBefore);
            dropped += drop;
            given += drop;
            held = Arrays.copyOfRange(held, drop, held.length);
            carried = at - drop;
            return new short[0];
        }
        if (loudEnd < 0) {
            carried = at;
            return new short[0];
        }
        short[] out = Arrays.copyOf(held, loudEnd);
        held = Arrays.copyOfRange(held, loudEnd, held.length);
        given += loudEnd;
        carried = at - loudEnd;
        return out;
    }

    /** The end of the last sound: a little silence, so that it dies away. */
    public short[] finish() {
        return begun ? Arrays.copyOf(held, Math.min(held.length, keepAfter)) : new short[0];
    }

    /** How many samples were taken off the beginning; final once something has been returned. */
    public long droppedBefore() {
        return dropped;
    }

    private boolean loud(int from) {
        long place = given + from;
        if (place + blockSize <= soundFrom || place >= soundUntil) {
            return false;
        }
        long sum = 0;
        for (int i = from; i < from + blockSize; i++) {
            sum += (long) held[i] * held[i];
        }
        return sum > QUIET_RMS * QUIET_RMS * blockSize;
    }
}
