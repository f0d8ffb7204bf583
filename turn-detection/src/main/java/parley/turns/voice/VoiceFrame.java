package parley.turns.voice;

/**
 * What is known about one chunk of a participant's sound.
 *
 * @param endNanos when its last sample was heard, on the meeting's clock
 * @param durationNanos how long the chunk is
 * @param probability that it is speech, from a {@link VoiceModel}
 * @param levelDb loudness, dB below full scale
 * @param pitchHz pitch of the voice, 0 where there is none
 * @param echo how much of the chunk the agent's own voice explains, 0 to 1
 */
public record VoiceFrame(
        long endNanos, long durationNanos, float probability, float levelDb, float pitchHz, float echo) {
    public VoiceFrame {
        if (!(probability >= 0 && probability <= 1)) {
            throw new IllegalArgumentException("probability must lie in 0..1, not " + probability);
        }
        if (!(echo >= 0 && echo <= 1)) {
            throw new IllegalArgumentException("echo must lie in 0..1, not " + echo);
        }
        if (durationNanos <= 0) {
            throw new IllegalArgumentException("durationNanos must be positive, not " + durationNanos);
        }
    }

    public long startNanos() {
        return endNanos - durationNanos;
    }
}
