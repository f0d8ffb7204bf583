package parley.stt.blocking;

import java.util.List;
import parley.stt.Word;

/** An engine's decoder of one voice. One thread at a time; every call may take as long as it takes. */
public interface BlockingDecoder extends AutoCloseable {
    /** Begins an utterance whose first sample stands at {@code position} on the stream's clock. */
    void begin(long position);

    void accept(short[] samples, int length);

    /** Words so far, best guess. */
    List<Word> partial();

    /** Ends the utterance. */
    List<Word> finish();

    @Override
    void close();
}
