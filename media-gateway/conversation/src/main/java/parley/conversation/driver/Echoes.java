package parley.conversation.driver;

import parley.audio.pcm.PcmFrame;

/** The agent's sound at the rate of what is heard, good enough to compare loudness with. */
final class Echoes {
    private Echoes() {}

    static short[] at16k(PcmFrame frame) {
        int length = (int) ((long) frame.length() * 16_000 / frame.rate().hz());
        short[] out = new short[length];
        for (int i = 0; i < length; i++) {
            out[i] = frame.samples()[(int) ((long) i * frame.rate().hz() / 16_000)];
        }
        return out;
    }
}
