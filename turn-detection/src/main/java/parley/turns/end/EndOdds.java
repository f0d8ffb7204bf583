package parley.turns.end;

/**
 * Fuses all evidence into the odds that a turn is over.
 *
 * <p>Words and melody say how likely this pause is an end at all. Silence then speaks for the end as it outlasts the
 * speaker's usual pauses: by Bayes, the odds grow by one over the chance that a pause inside a turn lasts so long. Very short
 * gaps belong to articulation (closures, breath) and count against. The numbers come from training/odds_fit.py.
 */
final class EndOdds {
    private static final double TEXT = 0.77;
    private static final double MELODY = 1.0;
    private static final double QUESTION = 0.62;
    private static final double ADDRESSED = 1.2;
    private static final double OTHERS = 1.5;
    private static final double AUDIO = 0.35;
    /** Keeps a very sure judgement of words from deciding alone. */
    private static final double SOFTENED = 0.0054;

    private static final double BIAS = 1.24;
    /** A gap of articulation is this much commoner than a pause, and dies away this fast. */
    private static final double GAPS = 14.5;

    private static final double GAP_MILLIS = 57;

    private EndOdds() {}

    /** Probability of an end for the evidence, whose own probability is not read. */
    static double probability(TurnEvidence e, PauseHabit habit, boolean wordsBehind) {
        // Words that are still missing may finish the sentence or open another one: then the words say nothing.
        double text = wordsBehind
                ? 0
                : Math.log((e.completeness().finished() + SOFTENED)
                        / (e.completeness().unfinished() + e.completeness().waiting() + SOFTENED));
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
