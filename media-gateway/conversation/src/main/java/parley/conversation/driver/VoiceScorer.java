package parley.conversation.driver;

import parley.turns.voice.VoiceChunk;

/** Scores everybody's chunks, in batches where many wait. Safe for all threads; never blocks. */
public interface VoiceScorer {
    /**
     * @param state the stream's state, {@link parley.turns.voice.VoiceModel#STATE} long; belongs to the scorer until the
     *     answer comes, answers of one state come in order
     * @return false where too much waits already: the chunk is dropped
     */
    boolean score(VoiceChunk chunk, float[] state, Answer answer);

    /** The model that scores now. It changes where one failed and another took over. */
    String modelName();

    /** Gets the probability, or NaN where the model failed. Called on any thread. */
    interface Answer {
        void probability(float probability);
    }
}
