package parley.connectors.browser;

/**
 * Compares what was played with what was heard elsewhere, by loudness over time. A listener's playout buffer stretches and
 * shrinks sound a little where packets come late, so it is compared second by second.
 *
 * @param correlation of the loudness, in the median of the seconds
 * @param lagMillis where in what was played the heard piece begins
 * @param driftMillis how far the seconds lie from there at most, of those that are alike at all
 * @param droppedShare of the loud windows, how many came out as next to nothing
 * @param clicks jumps from one sample to the next that no band-limited voice makes
 */
public record Likeness(double correlation, int lagMillis, int driftMillis, double droppedShare, int clicks) {
    private static final int WINDOW_MILLIS = 10;
    private static final int PIECE = 1_000 / WINDOW_MILLIS;
    private static final int MOST_DRIFT = 250 / WINDOW_MILLIS;
    private static final double ALIKE = 0.8;

    /** Intelligible, aligned, nothing missing, no clicks. */
    public boolean isGood() {
        return correlation > 0.9 && driftMillis < 100 && droppedShare < 0.05 && clicks == 0;
    }

    /** Finds the heard piece in what was played (which repeats), both mono at the same rate. */
    public static Likeness of(short[] played, short[] heard, int rate) {
        double[] loudPlayed = loudness(played, rate);
        double[] loudHeard = loudness(heard, rate);
        int lag = 0;
        double best = -1;
        for (int at = 0; at < loudPlayed.length; at++) {
            double correlation = correlation(loudPlayed, loudHeard, 0, loudHeard.length, at);
            if (correlation > best) {
                best = correlation;
                lag = at;
            }
        }
        int pieces = Math.max(1, loudHeard.length / PIECE);
        double[] correlations = new double[pieces];
        int drift = 0;
        for (int piece = 0; piece < pieces; piece++) {
            int offset = 0;
            correlations[piece] = -1;
            for (int shift = -MOST_DRIFT; shift <= MOST_DRIFT; shift++) {
                int at = Math.floorMod(lag + shift, loudPlayed.length);
                int from = piece * PIECE;
                double correlation =
                        correlation(loudPlayed, loudHeard, from, Math.min(from + PIECE, loudHeard.length), at);
                if (correlation > correlations[piece]) {
                    correlations[piece] = correlation;
                    offset = shift;
                }
            }
            drift = correlations[piece] > ALIKE ? Math.max(drift, Math.abs(offset)) : drift;
        }
        java.util.Arrays.sort(correlations);
        return new Likeness(
                correlations[pieces / 2],
                lag * WINDOW_MILLIS,
                drift * WINDOW_MILLIS,
                dropped(loudPlayed, loudHeard, lag),
                clicks(heard));
    }

    private static double[] loudness(short[] samples, int rate) {
        int window = rate * WINDOW_MILLIS / 1000;
        double[] out = new double[samples.length / window];
        for (int i = 0; i < out.length; i++) {
            double sum = 0;
            for (int j = 0; j < window; j++) {
                double sample = samples[i * window + j];
                sum += sample * sample;
            }
            out[i] = Math.sqrt(sum / window);
        }
        return out;
    }

    /** Of the heard windows between two, which are those of what was played that lie {@code lag} later. */
    private static double correlation(double[] played, double[] heard, int from, int to, int lag) {
        double meanPlayed = 0;
        double meanHeard = 0;
        for (int i = from; i < to; i++) {
            meanPlayed += played[(i + lag) % played.length] / (to - from);
            meanHeard += heard[i] / (to - from);
        }
        double both = 0;
        double one = 1e-9;
        double other = 1e-9;
        for (int i = from; i < to; i++) {
            double p = played[(i + lag) % played.length] - meanPlayed;
            double h = heard[i] - meanHeard;
            both += p * h;
            one += p * p;
            other += h * h;
        }
        return both / Math.sqrt(one * other);
    }

    private static double dropped(double[] played, double[] heard, int lag) {
        double loudest = 0;
        for (double value : played) {
            loudest = Math.max(loudest, value);
        }
        int loud = 0;
        int lost = 0;
        for (int i = 1; i < heard.length - 1; i++) {
            double around = Math.min(
                    played[(i + lag - 1 + played.length) % played.length], played[(i + lag + 1) % played.length]);
            if (Math.min(around, played[(i + lag) % played.length]) > loudest / 3) {
                loud++;
                if (heard[i] < loudest / 100) {
                    lost++;
                }
            }
        }
        return loud == 0 ? 1 : (double) lost / loud;
    }

    private static int clicks(short[] heard) {
        int clicks = 0;
        for (int i = 1; i < heard.length; i++) {
            if (Math.abs(heard[i] - heard[i - 1]) > 12_000) {
                clicks++;
            }
        }
        return clicks;
    }
}
