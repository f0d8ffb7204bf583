package parley.turns.voice;

/**
 * A chunk waiting for its probability: 64 samples of context and 512 new ones at 16 kHz, as floats of -1 to 1. The array
 * belongs to the chunk; nobody else writes to it.
 *
 * @param samples the model's input, {@link #INPUT} long
 * @param endNanos when its last sample was heard
 * @param levelDb loudness of the new samples, dB below full scale
 * @param pitchHz pitch, 0 where there is none
 * @param echo how much of it the agent's own voice explains, 0 to 1
 */
@SuppressWarnings("ArrayRecordComponent")
public record VoiceChunk(float[] samples, long endNanos, float levelDb, float pitchHz, float echo) {
    public static final int CONTEXT = 64;
    public static final int NEW = 512;
    public static final int INPUT = CONTEXT + NEW;
    public static final int RATE = 16_000;
    public static final long NANOS = NEW * 1_000_000_000L / RATE;

    public VoiceChunk {
        if (samples.length != INPUT) {
            throw new IllegalArgumentException("a chunk has " + INPUT + " samples, not " + samples.length);
        }
    }

    public VoiceFrame scored(float probability) {
        return new VoiceFrame(endNanos, NANOS, Math.clamp(probability, 0, 1), levelDb, pitchHz, echo);
    }
}
