package parley.audio.mix;

import parley.audio.pcm.PcmFrame;
import parley.audio.pcm.SampleRate;

/**
 * Adds the frames of one moment, and gives the sum to those who are silent and the sum without their own voice to
 * those who speak. For each moment: {@link #begin}, {@link #add} every voice, then {@link #mix} for each listener.
 * One thread at a time; takes no memory after construction.
 */
public final class Mixer {
    /** Beyond that many voices at full scale the sum would leave an int; nobody understands a word by then. */
    public static final int MOST_VOICES = 32_768;

    private final SampleRate rate;
    private final int[] sums;
    private final int[] without;
    private int voices;

    /** @param frameLength samples in every frame that is added */
    public Mixer(SampleRate rate, int frameLength) {
        if (frameLength < 1 || frameLength > rate.hz()) {
            throw new IllegalArgumentException("a frame of " + frameLength + " samples");
        }
        this.rate = rate;
        this.sums = new int[frameLength];
        this.without = new int[frameLength];
    }

    public int frameLength() {
        return sums.length;
    }

    /** Starts the next moment. */
    public void begin() {
        if (voices > 0) {
            java.util.Arrays.fill(sums, 0);
            voices = 0;
        }
    }

    /** How many voices this moment has. */
    public int voices() {
        return voices;
    }

    public void add(PcmFrame frame) {
        if (!frame.rate().equals(rate)) {
            throw new IllegalArgumentException("a frame of " + frame.rate() + " in a mix of " + rate);
        }
        add(frame.samples(), 0, frame.length());
    }

    /** Adds a voice; what is shorter than a frame is silent after its end. */
    public void add(short[] samples, int offset, int length) {
        if (length > sums.length) {
            throw new IllegalArgumentException(length + " samples in a frame of " + sums.length);
        }
        if (voices == MOST_VOICES) {
            throw new IllegalStateException("more than " + MOST_VOICES + " voices");
        }
        for (int i = 0; i < length; i++) {
            sums[i] += samples[offset + i];
        }
        voices++;
    }

    /** What a silent listener hears. */
    public void mix(Limiter limiter, short[] out) {
        limiter.limit(sums, out, sums.length);
    }

    /** What somebody hears whose own voice was added: everybody else. */
    public void mixWithout(short[] own, int offset, int length, Limiter limiter, short[] out) {
        System.arraycopy(sums, 0, without, 0, sums.length);
        for (int i = 0; i < length; i++) {
            without[i] -= own[offset + i];
        }
        limiter.limit(without, out, sums.length);
    }
}
