package parley.connectors.voice;

import org.jspecify.annotations.Nullable;

/**
 * The playout clock's buffer: 48 kHz samples between the arrival of packets and the room's ticks. It starts to play when a
 * little more than one frame is there, asks for more after each time it ran dry, and gives back what it has not needed for a
 * while, in a pause where nobody hears it.
 */
final class MixBuffer {
    private static final int FRAME = 960;
    /** 20 ms frames arrive, 20 ms frames are taken: half a frame more keeps ordinary jitter out. */
    private static final int SMALLEST_START = FRAME + FRAME / 2;

    private static final int LARGEST_START = 5 * FRAME;
    private static final int STEP = FRAME / 2;
    private static final int MOST = LARGEST_START + 3 * FRAME;
    /** Takes between two looks at what was never needed: 5 s. */
    private static final int REVIEW_TAKES = 250;
    /** Below this nobody hears that a few milliseconds are gone. */
    private static final int QUIET = 300;

    private final short[] ring = new short[16_384];
    private int head;
    private int size;
    private int start = SMALLEST_START;
    private boolean playing;
    private int takes;
    private int leastLeft = Integer.MAX_VALUE;
    private int surplus;
    private long dropped;
    private long underruns;

    void add(short[] samples) {
        if (samples.length > ring.length) {
            return;
        }
        if (size + samples.length > ring.length) {
            drop(size + samples.length - ring.length);
        }
        for (short sample : samples) {
            ring[(head + size) & (ring.length - 1)] = sample;
            size++;
        }
        if (size > MOST) {
            drop(size - start - FRAME); // a burst after a break: go on with what is new
        }
    }

    short @Nullable [] take(int samples) {
        if (!playing && size < start) {
            return null;
        }
        if (size < samples) {
            if (playing) {
                underruns++;
                start = Math.min(LARGEST_START, start + STEP);
            }
            playing = false;
            return null;
        }
        playing = true;
        short[] out = new short[samples];
        for (int i = 0; i < samples; i++) {
            out[i] = ring[(head + i) & (ring.length - 1)];
        }
        head = (head + samples) & (ring.length - 1);
        size -= samples;
        review(out);
        return out;
    }

    /** Nothing more comes for a while; what is left is silence. Not as if the packets were late. */
    void pause() {
        playing = false;
        size = 0;
    }

    private void review(short[] taken) {
        leastLeft = Math.min(leastLeft, size);
        if (++takes >= REVIEW_TAKES) {
            surplus = Math.max(0, leastLeft - FRAME / 2);
            takes = 0;
            leastLeft = Integer.MAX_VALUE;
        }
        if (surplus > 0 && quiet(taken)) {
            drop(Math.min(surplus, STEP));
            surplus = Math.max(0, surplus - STEP);
            start = Math.max(SMALLEST_START, start - STEP / 2);
        }
    }

    private static boolean quiet(short[] samples) {
        for (short sample : samples) {
            if (Math.abs(sample) > QUIET) {
                return false;
            }
        }
        return true;
    }

    private void drop(int samples) {
        int gone = Math.min(samples, size);
        head = (head + gone) & (ring.length - 1);
        size -= gone;
        dropped += gone;
    }

    long dropped() {
        return dropped;
    }

    /** Times it ran dry in the middle. */
    long underruns() {
        return underruns;
    }

    int start() {
        return start;
    }
}
