package parley.stt;

import java.util.List;
import parley.audio.pcm.PcmFrame;

/**
 * One participant's voice on its way to words. Calls come from one thread at a time, never block, and answers come to
 * the listener from another.
 */
public interface RecognizerStream extends AutoCloseable {
    /** 16 kHz mono. A frame that does not begin where the last one ended leaves a gap, which counts as silence. */
    void accept(PcmFrame frame);

    /** The turn has ended: gives the final result for everything accepted so far, and begins a new utterance. */
    void flush();

    /** Replaces the names and terms to expect, from the next utterance on. */
    void vocabulary(List<String> phrases);

    /** No more results come. */
    @Override
    void close();
}
