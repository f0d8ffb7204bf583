package parley.stt.decode;

import java.util.List;

/** One stream's search from log-probabilities to words. One thread at a time. */
public interface StreamDecoder {
    /** Takes {@code frames} rows of log-probabilities, the first at {@code offset}. */
    void accept(float[] logProbabilities, int offset, int frames);

    /** The best hypothesis so far. */
    List<DecodedWord> partial();

    /** The best complete hypothesis of the utterance, whose frames are over. */
    List<DecodedWord> finish();

    /** Begins a new utterance. Frames go on counting. */
    void reset();

    /** How many values a row has. */
    int rowSize();

    /** How many frames were taken since the stream began. */
    int frames();
}
