package parley.tts;

/** Speech from text that is still being written. Safe to use from any thread; one stream for each reply. */
public interface Synthesizer extends AutoCloseable {
    SynthesizerInfo info();

    /** Begins one reply. The listener is called by one thread at a time, in order, never from within this call. */
    SynthesisStream open(SpeechSettings settings, SynthesisListener listener);

    @Override
    void close();
}
