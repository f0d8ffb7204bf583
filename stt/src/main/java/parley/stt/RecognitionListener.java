package parley.stt;

/** Called on an inference thread, one call at a time for a stream; hands over and returns at once. */
public interface RecognitionListener {
    void onResult(Recognition recognition);

    void onFailure(RecognizerException failure);

    /** An engine was replaced in mid-stream, and why. What follows comes from {@code now}. */
    default void onEngineChanged(RecognizerInfo now, String reason) {}
}
