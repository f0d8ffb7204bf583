package parley.turns.voice;

import java.util.List;

/**
 * Says how likely each chunk is speech. The Silero contract: one chunk of 576 samples a call and a carried state of
 * [2, 128] for each stream. Calls block; a driver makes them on an inference thread and hands the results to the engines.
 */
public interface VoiceModel extends AutoCloseable {
    /** How many floats of state a stream carries. */
    int STATE = 2 * 128;

    /** The name under which reports show it. */
    String name();

    /**
     * One step of several streams at once.
     *
     * @param chunks one chunk a stream
     * @param states each stream's state, {@link #STATE} long, replaced in place
     * @return a probability for each chunk
     */
    float[] probabilities(List<VoiceChunk> chunks, List<float[]> states);

    @Override
    void close();
}
