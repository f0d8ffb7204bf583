package parley.tts.playout;

import parley.audio.pcm.SampleRate;

/**
 * @param rate of every chunk and every frame
 * @param frameMillis the length of a frame
 * @param capacityMillis how much speech may wait to be played; more is refused
 * @param cushionMillis how much must be there before a reply begins, unless it is complete; grows when the sound runs
 *     out and shrinks while it does not
 * @param leastCushionMillis the cushion never shrinks below
 * @param mostCushionMillis nor grows above
 * @param lowMillis with less than this left of an unfinished reply the line says that it runs low
 * @param duckGain the factor while ducked
 */
public record PlayoutSettings(
        SampleRate rate,
        int frameMillis,
        int capacityMillis,
        int cushionMillis,
        int leastCushionMillis,
        int mostCushionMillis,
        int lowMillis,
        double duckGain) {
    public PlayoutSettings {
        if (frameMillis < 5 || frameMillis > 60) {
            throw new IllegalArgumentException("frame-millis " + frameMillis + " is not between 5 and 60");
        }
        if (capacityMillis < 1_000) {
            throw new IllegalArgumentException("capacity-millis " + capacityMillis + " is below 1000");
        }
        if (leastCushionMillis < 0 || cushionMillis < leastCushionMillis || mostCushionMillis < cushionMillis) {
            throw new IllegalArgumentException("cushions " + leastCushionMillis + ", " + cushionMillis + ", "
                    + mostCushionMillis + " ms are not in order");
        }
        if (!(duckGain >= 0 && duckGain <= 1)) {
            throw new IllegalArgumentException("duck-gain " + duckGain + " is not between 0 and 1");
        }
    }

    /** 20 ms frames, two minutes of room, a cushion of 60 ms that adapts between 20 and 400. */
    public static PlayoutSettings at(SampleRate rate) {
        return new PlayoutSettings(rate, 20, 120_000, 60, 20, 400, 450, 0.2);
    }
}
