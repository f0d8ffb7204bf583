package parley.tts.voice;

import parley.tts.SynthesisException;
import parley.tts.SynthesizerInfo;

/**
 * One engine with one voice loaded. It speaks one utterance at a time; whoever holds it keeps others out. Called on
 * inference threads, never on an event loop.
 */
public interface Voice extends AutoCloseable {
    SynthesizerInfo info();

    /**
     * Speaks into the sink, from the first sample to the last, and returns when done or when the sink wants no more.
     * Word times may be told before or after the samples they lie in.
     */
    void speak(Utterance utterance, VoiceSink sink) throws SynthesisException;

    @Override
    void close();
}
