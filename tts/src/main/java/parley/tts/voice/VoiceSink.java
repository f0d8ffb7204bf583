package parley.tts.voice;

/** Where a voice's samples go, at the voice's own rate. */
public interface VoiceSink {
    /** The next samples; the array is handed over. False when nobody listens any more: the voice then returns. */
    boolean accept(short[] samples);

    /** When a token of the utterance sounds, in samples from the utterance's first one. */
    void word(int tokenIndex, long startSample, long endSample);
}
