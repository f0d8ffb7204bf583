package parley.stt.decode;

/**
 * How the search weighs and prunes. The defaults were found on synthetic speech with the bundled network.
 *
 * @param beam hypotheses worse than the best by more than this are dropped
 * @param mostTokens hypotheses kept from frame to frame
 * @param phonemeFloor phonemes less likely than this (ln) are not tried
 * @param languageWeight of the language model's ln P
 * @param wordBonus added for each word, against the language model's liking for few
 * @param blankPenalty taken from the blank's ln P: CTC networks like it too much
 * @param rootLookAhead what stands for the next word's unigram between words
 */
public record DecoderSettings(
        float beam,
        int mostTokens,
        float phonemeFloor,
        float languageWeight,
        float wordBonus,
        float rootLookAhead,
        float blankPenalty) {
    public static final DecoderSettings DEFAULT = new DecoderSettings(14f, 500, -9f, 0.7f, -0.6f, 0f, 0.9f);

    public DecoderSettings {
        if (beam <= 0 || mostTokens < 1 || mostTokens > 4_096) {
            throw new IllegalArgumentException("beam " + beam + ", tokens " + mostTokens);
        }
    }
}
