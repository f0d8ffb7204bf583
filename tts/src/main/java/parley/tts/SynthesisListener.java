package parley.tts;

/** Where a reply's sound goes. Called by one thread at a time, in order; after a failure or the end nothing follows. */
public interface SynthesisListener {
    void onChunk(SpeechChunk chunk);

    /** Everything that was appended before {@link SynthesisStream#end} has been handed over. */
    void onFinished();

    void onFailure(SynthesisException failure);
}
