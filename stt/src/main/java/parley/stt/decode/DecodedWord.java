package parley.stt.decode;

/**
 * A word of the best hypothesis, in the network's output frames.
 *
 * @param stable all hypotheses that are still alive agree on it
 */
public record DecodedWord(String text, int startFrame, int endFrame, double confidence, boolean stable) {}
