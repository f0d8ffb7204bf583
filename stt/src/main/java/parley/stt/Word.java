package parley.stt;

/**
 * A recognized word.
 *
 * @param startSample on the stream's clock, 16 kHz
 * @param confidence 0 to 1
 * @param stable whether later results of the same utterance will repeat this word unchanged
 */
public record Word(String text, long startSample, long endSample, double confidence, boolean stable) {
    public Word {
        if (endSample < startSample) {
            throw new IllegalArgumentException(text + " ends at " + endSample + ", before " + startSample);
        }
        if (!(confidence >= 0 && confidence <= 1)) {
            throw new IllegalArgumentException(text + ": confidence " + confidence);
        }
    }
}
