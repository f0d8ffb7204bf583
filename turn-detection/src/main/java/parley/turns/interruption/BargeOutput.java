package parley.turns.interruption;

/** What {@link InterruptionEngine} decides. All of it concerns one generation of the reply. */
public sealed interface BargeOutput {
    long generation();

    /** Somebody may be interrupting: speak softly. */
    record Duck(long generation, long atNanos, double gainDb) implements BargeOutput {}

    /** Somebody probably is: fall silent at this sample, ready to go on. */
    record Hold(long generation, long atNanos, int fadeMillis, long sample) implements BargeOutput {}

    /** It was nothing: speak on, from this very sample, at full loudness. */
    record CarryOn(long generation, long atNanos, long fromSample, String reason) implements BargeOutput {}

    /**
     * Stop.
     *
     * @param sample how much of the reply left before; 0 when the agent had not begun
     * @param heard the words of the reply that were heard
     * @param reason in words, with the numbers behind it
     */
    record Stop(
            long generation, long atNanos, int fadeMillis, long sample, String heard, String participant, String reason)
            implements BargeOutput {}

    /** The stop was false, nobody said anything: speak on from this sample. */
    record Recover(long generation, long atNanos, long fromSample, String reason) implements BargeOutput {}
}
