package parley.turns.voice;

/** What {@link VoiceDetector} decides. */
public sealed interface VoiceEvent {
    /**
     * Somebody speaks.
     *
     * @param startNanos where to begin to listen: before the first voiced chunk, so that no first syllable is lost
     * @param atNanos when it was decided
     */
    record Onset(long startNanos, long atNanos) implements VoiceEvent {}

    /**
     * Somebody fell silent.
     *
     * @param endNanos end of the last voiced chunk
     * @param atNanos when it was decided
     */
    record Offset(long endNanos, long atNanos) implements VoiceEvent {}
}
