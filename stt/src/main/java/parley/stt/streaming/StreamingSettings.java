package parley.stt.streaming;

/**
 * @param endpointMillis a pause after words that ends an utterance by itself; 0 leaves that to whoever calls flush
 * @param longestUtteranceMillis an utterance is ended by force after this
 * @param waitingMillis sound of a stream that may wait for the network before the stream counts as overloaded
 */
public record StreamingSettings(int endpointMillis, int longestUtteranceMillis, int waitingMillis) {
    /** For meetings: turn detection says when a turn ends; only a monologue is cut, where it pauses. */
    public static final StreamingSettings MEETING = new StreamingSettings(0, 60_000, 10_000);

    /** For recordings: a pause ends an utterance. */
    public static final StreamingSettings RECORDING = new StreamingSettings(800, 30_000, 40_000);

    public StreamingSettings {
        if (endpointMillis < 0 || longestUtteranceMillis < 1_000 || waitingMillis < 1) {
            throw new IllegalArgumentException("endpoint " + endpointMillis + " ms, longest utterance "
                    + longestUtteranceMillis + " ms, waiting " + waitingMillis + " ms");
        }
    }
}
