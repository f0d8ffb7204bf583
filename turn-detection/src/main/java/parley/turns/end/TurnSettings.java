package parley.turns.end;

import parley.turns.voice.VoiceSettings;

/**
 * How a participant's turns are ended.
 *
 * @param eagerness 0 waits long, 1 answers fast; the only knob of the decision
 * @param speculateMillis silence after which the brain may begin to think
 * @param reopenMillis how long after a commit a turn may go on, as long as no answer was heard
 * @param discardMillis silence after which voice without words is called a noise
 * @param audioModel whether to ask an audio model at pauses
 * @param voice hysteresis of the voice detector
 */
public record TurnSettings(
        double eagerness,
        int speculateMillis,
        int reopenMillis,
        int discardMillis,
        boolean audioModel,
        VoiceSettings voice) {
    public static final TurnSettings DEFAULT = new TurnSettings(0.5, 100, 2000, 2500, false, VoiceSettings.DEFAULT);

    public TurnSettings {
        if (!(eagerness >= 0 && eagerness <= 1)) {
            throw new IllegalArgumentException("eagerness must lie in 0..1, not " + eagerness);
        }
        if (speculateMillis < 0 || reopenMillis < 0 || discardMillis <= 0) {
            throw new IllegalArgumentException("times must not be negative");
        }
    }

    public TurnSettings withAudioModel(boolean asked) {
        return new TurnSettings(eagerness, speculateMillis, reopenMillis, discardMillis, asked, voice);
    }

    public TurnSettings withEagerness(double value) {
        return new TurnSettings(value, speculateMillis, reopenMillis, discardMillis, audioModel, voice);
    }
}
