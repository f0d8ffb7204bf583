package parley.stt.fallback;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import parley.stt.RecognitionListener;
import parley.stt.Recognizer;
import parley.stt.RecognizerException;
import parley.stt.RecognizerInfo;
import parley.stt.RecognizerStream;
import parley.stt.StreamSettings;

/** Engines in the order of preference; a stream moves down the row when its engine fails. Any thread. */
public final class FallbackRecognizer implements Recognizer {
    private final List<Recognizer> row;

    public FallbackRecognizer(List<Recognizer> row) {
        if (row.isEmpty()) {
            throw new IllegalArgumentException("a fallback row needs an engine");
        }
        this.row = new CopyOnWriteArrayList<>(row);
    }

    /** The preferred engine's. */
    @Override
    public RecognizerInfo info() {
        return row.get(0).info();
    }

    /** The engines, the preferred first. */
    public List<RecognizerInfo> engines() {
        return row.stream().map(Recognizer::info).toList();
    }

    @Override
    public RecognizerStream open(StreamSettings settings, RecognitionListener listener) {
        return new FallbackStream(row, settings, listener);
    }

    @Override
    public void close() {
        RecognizerException first = null;
        for (Recognizer recognizer : row) {
            try {
                recognizer.close();
            } catch (RecognizerException e) {
                first = first == null ? e : first;
            }
        }
        if (first != null) {
            throw first;
        }
    }
}
