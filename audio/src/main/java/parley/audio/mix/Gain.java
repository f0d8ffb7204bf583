package parley.audio.mix;

import parley.audio.pcm.PcmFrame;
import parley.audio.pcm.SampleRate;

/**
 * A volume that moves along half a cosine, so that neither its start nor its end clicks: for fades in and out, and for
 * ducking one voice under another. One voice, one thread at a time.
 */
public final class Gain {
    private final SampleRate rate;
    private double current;
    private double from;
    private double to;
    private int rampLength;
    private int rampDone;

    public Gain(SampleRate rate, double initial) {
        this.rate = rate;
        this.current = checked(initial);
        this.from = initial;
        this.to = initial;
    }

    /** From 0 to 4; above 1 is louder, up to saturation. */
    private static double checked(double gain) {
        if (!(gain >= 0 && gain <= 4)) {
            throw new IllegalArgumentException("a gain of " + gain + " is not between 0 and 4");
        }
        return gain;
    }

    public double current() {
        return current;
    }

    public double target() {
        return to;
    }

    /** Whether the gain is where it was last told to go. */
    public boolean settled() {
        return rampDone == rampLength;
    }

    /** Moves to a gain from wherever it is now, beginning with the next sample. */
    public void fadeTo(double gain, int millis) {
        checked(gain);
        from = current;
        to = gain;
        rampLength = Math.max(1, rate.samplesIn(millis));
        rampDone = 0;
    }

    /** The frame at this gain; the same frame where the gain is 1, a new one otherwise. */
    public PcmFrame apply(PcmFrame frame) {
        if (!frame.rate().equals(rate)) {
            throw new IllegalArgumentException("a frame of " + frame.rate() + " in a gain of " + rate);
        }
        if (settled() && current == 1) {
            return frame;
        }
        short[] out = new short[frame.length()];
        apply(frame.samples(), 0, out, 0, out.length);
        return new PcmFrame(rate, frame.position(), out);
    }

    /** As {@link #apply(PcmFrame)} into an array, which may be the one it reads. */
    public void apply(short[] in, int offset, short[] out, int outOffset, int length) {
        if (settled() && current == 1) {
            System.arraycopy(in, offset, out, outOffset, length);
            return;
        }
        for (int i = 0; i < length; i++) {
            if (rampDone < rampLength) {
                rampDone++;
                double way = (1 - Math.cos(Math.PI * rampDone / rampLength)) / 2;
                current = rampDone == rampLength ? to : from + (to - from) * way;
            }
            double value = in[offset + i] * current;
            out[outOffset + i] = (short) Math.max(Short.MIN_VALUE, Math.min(Short.MAX_VALUE, Math.round(value)));
        }
    }
}
