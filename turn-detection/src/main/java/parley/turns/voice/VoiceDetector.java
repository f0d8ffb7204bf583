package parley.turns.voice;

import java.util.Optional;

/**
 * From probabilities to onsets and offsets, for one participant. Sans-IO; one thread.
 *
 * <pre>
 *   SILENT --one sure chunk, or two likely ones--> SPEAKING
 *   SPEAKING --hangover of unlikely chunks--> SILENT
 * </pre>
 *
 * Onset needs one chunk well above the threshold or two in a row above it: the first keeps the delay near one chunk, the
 * second keeps single clicks out.
 */
public final class VoiceDetector {
    private static final float SURE = 0.6f;
    private final VoiceSettings settings;
    private boolean speaking;
    private int likelyInARow;
    private long firstLikelyNanos;
    private long lastVoicedNanos;
    private boolean everVoiced;

    public VoiceDetector(VoiceSettings settings) {
        this.settings = settings;
    }

    public boolean speaking() {
        return speaking;
    }

    /** End of the newest chunk that counted as voice; meaningful after the first onset. */
    public long lastVoicedNanos() {
        return lastVoicedNanos;
    }

    /** Whether the newest chunk counted as voice. */
    public boolean voicedAt(long endNanos) {
        return everVoiced && lastVoicedNanos == endNanos;
    }

    public Optional<VoiceEvent> handle(VoiceFrame frame) {
        float raise = settings.echoPenalty() * frame.echo();
        float onset = Math.min(0.97f, settings.onset() + raise);
        if (speaking) {
            if (frame.probability() >= Math.min(0.95f, settings.offset() + raise)) {
                lastVoicedNanos = frame.endNanos();
                return Optional.empty();
            }
            if (frame.endNanos() - lastVoicedNanos < settings.hangoverMillis() * 1_000_000L) {
                return Optional.empty();
            }
            speaking = false;
            likelyInARow = 0;
            return Optional.of(new VoiceEvent.Offset(lastVoicedNanos, frame.endNanos()));
        }
        if (frame.probability() < onset) {
            likelyInARow = 0;
            return Optional.empty();
        }
        if (likelyInARow++ == 0) {
            firstLikelyNanos = frame.startNanos();
        }
        if (likelyInARow < 2 && frame.probability() < Math.max(SURE, onset)) {
            return Optional.empty();
        }
        speaking = true;
        everVoiced = true;
        lastVoicedNanos = frame.endNanos();
        return Optional.of(
                new VoiceEvent.Onset(firstLikelyNanos - settings.preRollMillis() * 1_000_000L, frame.endNanos()));
    }
}
