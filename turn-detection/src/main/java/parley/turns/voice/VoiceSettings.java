package parley.turns.voice;

/**
 * Hysteresis of a {@link VoiceDetector}.
 *
 * @param onset probability from which a chunk may begin speech
 * @param offset probability below which a chunk counts as silence while speech goes on
 * @param hangoverMillis silence after which speech is over for those who listen
 * @param preRollMillis how far before the first voiced chunk speech is said to begin
 * @param echoPenalty how much a chunk that is wholly echo raises both thresholds
 */
public record VoiceSettings(float onset, float offset, int hangoverMillis, int preRollMillis, float echoPenalty) {
    public static final VoiceSettings DEFAULT = new VoiceSettings(0.35f, 0.3f, 192, 240, 0.6f);

    public VoiceSettings {
        if (!(offset > 0 && offset <= onset && onset < 1)) {
            throw new IllegalArgumentException("want 0 < offset <= onset < 1, not " + offset + ", " + onset);
        }
        if (hangoverMillis < 0 || preRollMillis < 0) {
            throw new IllegalArgumentException("hangover and pre-roll must not be negative");
        }
    }
}
