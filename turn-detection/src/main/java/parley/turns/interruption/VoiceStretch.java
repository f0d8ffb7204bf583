package parley.turns.interruption;

import parley.turns.voice.VoiceFrame;

/** One participant's voice since it began, as evidence of an interruption. One thread. */
final class VoiceStretch {
    private static final float VOICE = 0.5f;
    private static final float ECHO = 0.6f;
    private static final float CLEAR = 0.8f;
    /** Gaps shorter than this belong to the same stretch. */
    private static final long GAP_NANOS = 130_000_000;
    /** Words may come this long after the voice and still belong to it. */
    private static final long LATE_WORDS_NANOS = 900_000_000;

    private long startNanos;
    private long lastVoicedNanos = Long.MIN_VALUE / 2;
    private double probabilities;
    private double echoes;
    private int frames;
    private int pitched;
    private int checkpoint;
    private boolean over;
    private boolean dismissed;
    private String words = "";

    void add(VoiceFrame f) {
        // The agent's own voice neither begins a stretch nor keeps one alive.
        if (f.probability() < VOICE || f.echo() > ECHO) {
            return;
        }
        if (over || f.startNanos() - lastVoicedNanos > GAP_NANOS) {
            over = false;
            dismissed = false;
            startNanos = f.startNanos();
            probabilities = 0;
            echoes = 0;
            frames = 0;
            pitched = 0;
            checkpoint = 0;
            words = "";
        }
        lastVoicedNanos = f.endNanos();
        probabilities += f.probability();
        echoes += f.echo();
        frames++;
        pitched += f.pitchHz() > 0 ? 1 : 0;
    }

    void words(String text) {
        words = text.strip();
    }

    String words() {
        return words;
    }

    boolean active(long nowNanos) {
        return frames > 0 && !over && !dismissed && nowNanos - lastVoicedNanos <= GAP_NANOS;
    }

    /** It has been understood: what sounds next is another stretch, however soon it comes. */
    void finish() {
        over = true;
    }

    /** It is a noise: nothing is made of it as long as it lasts, unless there are words in it. */
    void dismiss() {
        dismissed = true;
    }

    boolean dismissed() {
        return dismissed;
    }

    boolean recent(long nowNanos) {
        return frames > 0 && nowNanos - lastVoicedNanos <= LATE_WORDS_NANOS;
    }

    long startNanos() {
        return startNanos;
    }

    double voicedMillis() {
        return (lastVoicedNanos - startNanos) / 1e6;
    }

    long lastVoicedNanos() {
        return frames > 0 ? lastVoicedNanos : Long.MIN_VALUE / 2;
    }

    /** The first checkpoint that was not looked at yet. */
    int checkpoint() {
        return checkpoint;
    }

    void passed(int index) {
        checkpoint = index + 1;
    }

    /** Worth speaking softly for. */
    boolean plausible() {
        return echoes / frames < 0.6;
    }

    /** How much this is like somebody speaking up, without regard to how long: clear voice, pitch, no echo. */
    double interrupting() {
        double clear = Math.clamp((probabilities / frames - 0.35) / (CLEAR - 0.35), 0, 1);
        double own = Math.clamp(1.2 - 1.6 * echoes / frames, 0, 1);
        return clear * (0.65 + 0.35 * sung()) * own;
    }

    /** Whether there is pitch in it as there is in speech, 0 to 1. */
    double sung() {
        return Math.clamp((double) pitched / frames / 0.3, 0, 1);
    }
}
