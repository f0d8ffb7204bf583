package parley.audio.mix;

import parley.audio.pcm.PcmFrame;
import parley.audio.pcm.SampleRate;

/** Lowers a voice while somebody else may want to speak, and raises it again. One voice, one thread at a time. */
public final class Ducker {
    private final Gain gain;
    private final double lowered;
    private final int downMillis;
    private final int upMillis;
    private boolean ducked;

    /** @param lowered the gain while ducked: 0.3 is 10 dB below */
    public Ducker(SampleRate rate, double lowered, int downMillis, int upMillis) {
        this.gain = new Gain(rate, 1);
        this.lowered = lowered;
        this.downMillis = downMillis;
        this.upMillis = upMillis;
    }

    public boolean ducked() {
        return ducked;
    }

    public void duck() {
        if (!ducked) {
            ducked = true;
            gain.fadeTo(lowered, downMillis);
        }
    }

    public void release() {
        if (ducked) {
            ducked = false;
            gain.fadeTo(1, upMillis);
        }
    }

    public PcmFrame apply(PcmFrame frame) {
        return gain.apply(frame);
    }
}
