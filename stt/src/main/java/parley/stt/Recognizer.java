package parley.stt;

/** Opens a stream for every participant. Any thread. */
public interface Recognizer extends AutoCloseable {
    RecognizerInfo info();

    /** Fails with a {@link RecognizerException} when the engine cannot take another stream. */
    RecognizerStream open(StreamSettings settings, RecognitionListener listener);

    @Override
    void close();
}
