package parley.turns.end;

/**
 * Fuses all evidence into the odds that a turn is over.
 *
 * <p>Words and melody say how likely this pause is an end at all. Silence then speaks for the end as it outlasts the
 * speaker's usual pauses: by Bayes, the odds grow by one over the chance that a pause inside a turn lasts so long. Very short
 * gaps belong to articulation (closures, breath) and count against.
 */
final class EndOdds {
    private static final double TEXT = 0.77;
    private static final double MELODY = 0.88;
    private static final double QUESTION = 0.59;
    private static final double ADDRESSED = 1.2;
    private static final double OTHERS = 1.5;
    private static final double AUDIO = 0.35;
    private static final double BIAS = 0.49;
    /** A gap of articulation is this much commoner than a pause, and dies away this fast. */
    private static final double GAPS = 25;

    private static final double GAP_MILLIS = 57;

    private EndOdds() {}

    /** Probability of an end for the evidence, whose own probability is not read. */
    static double probability(TurnEvidence e, PauseHabit habit, boolean wordsBehind) {
        double text = Math.log((e.completeness().finished() + 0.0042)
                / (e.completeness().unfinished() + e.completeness().waiting() + 0.0042));
        if (wordsBehind) {
            // What is missing may finish the sentence or open another one.
            text = Math.min(text, 0) * 0.21;
        }
        double odds = BIAS
                + TEXT * text
                + MELODY * e.falling()
                + (e.question() ? QUESTION : 0)
                + ADDRESSED * (e.addressed() - 0.5)
                + (e.othersSpeaking() ? OTHERS : 0);
        if (!Double.isNaN(e.audioFinished())) {
            double audio = Math.clamp(e.audioFinished(), 0.01, 0.99);
            odds += AUDIO * Math.log(audio / (1 - audio));
        }
        double goesOn = habit.outlasts(e.silenceMillis()) + GAPS * Math.exp(-e.silenceMillis() / GAP_MILLIS);
        return 1 / (1 + Math.exp(-odds) * goesOn);
    }
}
