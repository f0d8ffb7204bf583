package parley.connectors.browser;

/** Compares what was played with what was heard elsewhere, by loudness over time. */
public record Likeness(double correlation, int lagMillis, double droppedShare, int clicks) {
    private static final int WINDOW_MILLIS = 10;

    /** Finds the heard piece in what was played (which repeats), both mono at the same rate. */
    public static Likeness of(short[] played, short[] heard, int rate) {
        double[] loudPlayed = loudness(played, rate);
        double[] loudHeard = loudness(heard, rate);
        double best = -1;
        int bestLag = 0;
        for (int lag = 0; lag < loudPlayed.length; lag++) {
            double correlation = correlation(loudPlayed, loudHeard, lag);
            if (correlation > best) {
                best = correlation;
                bestLag = lag;
            }
        }
        return new Likeness(best, bestLag * WINDOW_MILLIS, dropped(loudPlayed, loudHeard, bestLag), clicks(heard));
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

    private static double correlation(double[] played, double[] heard, int lag) {
        double meanPlayed = 0;
        double meanHeard = 0;
        for (int i = 0; i < heard.length; i++) {
            meanPlayed += played[(i + lag) % played.length];
            meanHeard += heard[i];
        }
        meanPlayed /= heard.length;
        meanHeard /= heard.length;
        double both = 0;
        double one = 1e-9;
        double other = 1e-9;
        for (int i = 0; i < heard.length; i++) {
            double p = played[(i + lag) % played.length] - meanPlayed;
            double h = heard[i] - meanHeard;
            both += p * h;
            one += p * p;
            other += h * h;
        }
        return both / Math.sqrt(one * other);
    }

    /** Of the loud windows, how many came out as next to nothing. */
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

    /** Jumps from one sample to the next that no band-limited voice makes. */
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
