package parley.turns.interruption;

/** A word of the agent's reply and where it lies in the reply's samples. */
public record SpokenWord(String text, long startSample, long endSample) {
    public SpokenWord {
        if (startSample < 0 || endSample < startSample) {
            throw new IllegalArgumentException("samples " + startSample + " to " + endSample + " are not a word");
        }
    }
}
