package parley.tts.playout;

/**
 * What a line has seen so far.
 *
 * @param staleSamples of chunks that came for a reply that was over, and were dropped
 * @param refusedSamples that found the line full
 * @param starvations times the sound ran out inside a reply for longer than the breath that was due there
 * @param starvedSamples how long those silences were in all
 * @param cushionMillis the cushion as it is now
 */
public record PlayoutCounters(
        long replies,
        long staleSamples,
        long refusedSamples,
        long starvations,
        long starvedSamples,
        int cushionMillis) {}
