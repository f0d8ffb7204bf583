package parley.turns.end;

/** Judges by sound alone whether somebody has finished. Calls block; a driver makes them on an inference thread. */
public interface AudioEndingModel extends AutoCloseable {
    /** How much sound it looks at. */
    int WINDOW_SAMPLES = 8 * 16_000;

    /** The name under which reports show it. */
    String name();

    /**
     * @param samples the last seconds of one participant, 16 kHz; more than the window is cut off in front
     * @return probability that the turn is over
     */
    double finished(short[] samples);

    @Override
    void close();
}
