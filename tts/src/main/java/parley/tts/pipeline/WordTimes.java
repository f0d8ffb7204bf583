package parley.tts.pipeline;

import java.util.ArrayList;
import java.util.List;
import parley.tts.text.SpokenToken;
import parley.tts.voice.Utterance;

/**
 * When the words of one utterance sound, on the voice's clock: as the voice tells it, or, where it tells nothing,
 * estimated from the pace at which this voice has been heard to speak. One thread at a time.
 */
final class WordTimes {
    record Timing(int token, long start, long end, boolean estimated) {}

    /** An estimate is given out only once this much more has been heard, so that it seldom comes too early. */
    private static final double MARGIN = 1.15;

    private final Utterance utterance;
    private final double samplesPerWeight;
    private final List<Timing> timings = new ArrayList<>();
    private long weightBefore;

    /** @param samplesPerWeight the voice's pace so far, see {@link #pace}; 0 when it has not spoken yet */
    WordTimes(Utterance utterance, double samplesPerWeight) {
        this.utterance = utterance;
        this.samplesPerWeight = samplesPerWeight;
    }

    void told(int token, long start, long end) {
        timings.add(new Timing(token, start, end, false));
    }

    List<Timing> timings() {
        return timings;
    }

    /** So much has sounded of an utterance that goes on: words that must be over by now get their times. */
    void soundedSoFar(long begin, long voiced) {
        if (samplesPerWeight <= 0 || tells()) {
            return;
        }
        while (timings.size() < utterance.tokens().size() - 1) {
            int token = timings.size();
            long weight = weightBefore + weight(utterance.tokens().get(token));
            if (weight * samplesPerWeight * MARGIN > voiced) {
                return;
            }
            long start = begin + Math.round(weightBefore * samplesPerWeight);
            timings.add(new Timing(token, start, begin + Math.round(weight * samplesPerWeight), true));
            weightBefore = weight;
        }
    }

    /** The utterance is over: the words that have no times yet share what is left of it. */
    void soundedInAll(long begin, long voiced) {
        if (tells()) {
            return;
        }
        long from = timings.isEmpty() ? begin : timings.getLast().end();
        long left = Math.max(0, begin + voiced - from);
        long weightLeft = totalWeight() - weightBefore;
        long given = 0;
        for (int token = timings.size(); token < utterance.tokens().size(); token++) {
            long start = from + left * given / weightLeft;
            given += weight(utterance.tokens().get(token));
            timings.add(new Timing(token, start, from + left * given / weightLeft, true));
        }
    }

    /** How many samples a unit of weight took in an utterance of that length. */
    double pace(long voiced) {
        return (double) voiced / totalWeight();
    }

    /** The emphasis of the word that sounds at that sample. */
    int emphasisAt(long sample) {
        for (Timing timing : timings) {
            if (timing.start() <= sample && sample < timing.end()) {
                return utterance.tokens().get(timing.token()).emphasis();
            }
        }
        return 0;
    }

    boolean emphasizes() {
        return utterance.tokens().stream().anyMatch(token -> token.emphasis() != 0);
    }

    private boolean tells() {
        return !timings.isEmpty() && !timings.getFirst().estimated();
    }

    private long totalWeight() {
        return utterance.tokens().stream().mapToLong(WordTimes::weight).sum();
    }

    /** A spelling's length on average tells its phonemes; punctuation is a breath. */
    private static int weight(SpokenToken token) {
        return 2 + token.word().length() + (token.after().isEmpty() ? 0 : 4);
    }
}
