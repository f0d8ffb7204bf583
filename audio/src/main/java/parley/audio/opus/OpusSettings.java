package parley.audio.opus;

/**
 * How a voice is encoded.
 *
 * @param bitsPerSecond 6,000 to 510,000
 * @param complexity 0 (cheapest) to 10
 * @param expectedLossPercent what in-band FEC is dimensioned for; 0 switches FEC off
 * @param dtx send next to nothing in silence
 */
public record OpusSettings(int bitsPerSecond, int complexity, int expectedLossPercent, boolean dtx) {
    /** A voice in a meeting: clear, protected against a few lost packets. */
    public static final OpusSettings VOICE = new OpusSettings(32_000, 5, 10, false);

    public OpusSettings {
        if (bitsPerSecond < 6_000 || bitsPerSecond > 510_000) {
            throw new IllegalArgumentException("Opus takes 6,000 to 510,000 bits a second, not " + bitsPerSecond);
        }
        if (complexity < 0 || complexity > 10) {
            throw new IllegalArgumentException("Opus knows complexities 0 to 10, not " + complexity);
        }
        if (expectedLossPercent < 0 || expectedLossPercent > 100) {
            throw new IllegalArgumentException("a loss of " + expectedLossPercent + " percent is impossible");
        }
    }
}
