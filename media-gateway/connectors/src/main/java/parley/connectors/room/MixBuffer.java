package parley.connectors.room;

import org.jspecify.annotations.Nullable;

/**
 * Samples between the arrival of packets and the room's clock. Starts to play when a little more than one frame is there,
 * drops the oldest when the sender's clock is ahead or a burst came in.
 */
final class MixBuffer {
    /** 20 ms frames at 48 kHz arrive, 20 ms frames are taken: half a frame more keeps ordinary jitter out. */
    private static final int START = 960 + 480;

    private static final int TARGET_AFTER_DROP = 960 + 960;
    private static final int MOST = 960 * 6;

    private final short[] ring = new short[8_192];
    private int head;
    private int size;
    private boolean playing;
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
            drop(size - TARGET_AFTER_DROP);
        }
    }

    short @Nullable [] take(int samples) {
        if (!playing && size < START) {
            return null;
        }
        if (size < samples) {
            playing = false;
            underruns++;
            return null;
        }
        playing = true;
        short[] out = new short[samples];
        for (int i = 0; i < samples; i++) {
            out[i] = ring[(head + i) & (ring.length - 1)];
        }
        head = (head + samples) & (ring.length - 1);
        size -= samples;
        return out;
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

    long underruns() {
        return underruns;
    }
}
