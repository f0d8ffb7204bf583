package parley.connectors.voice;

/**
 * Whether there is anything to hear in somebody's sound. Browsers send a packet every 20 ms whether or not anybody speaks;
 * who is silent need not be decoded for others nor mixed, and hears the same as everybody else who is silent. One for each voice.
 */
final class SilenceGate {
    /** RFC 6464's scale: 60 dB below full scale, a quiet room's noise. */
    private static final int SILENT_LEVEL = 60;
    /** Soft ends of words: 300 ms. */
    private static final int HANGOVER_FRAMES = 15;

    private int open;

    /** Takes the next frame's {@link OutgoingVoice#level}; whether that frame is to be heard. */
    boolean passes(int level) {
        open = level < SILENT_LEVEL ? HANGOVER_FRAMES : Math.max(0, open - 1);
        return open > 0;
    }
}
