package parley.turns.voice;

/** Pitch of a short stretch of sound, by autocorrelation at a quarter of the rate. */
final class Pitch {
    private static final int DECIMATION = 4;
    private static final int RATE = VoiceChunk.RATE / DECIMATION;
    private static final int SHORTEST = RATE / 420;
    private static final int LONGEST = RATE / 65;
    private static final double PERIODIC = 0.55;

    private Pitch() {}

    /** In hertz; 0 where nothing repeats. */
    static float of(float[] window) {
        int n = window.length / DECIMATION;
        float[] low = new float[n];
        double energy = 0;
        for (int i = 0; i < n; i++) {
            int at = i * DECIMATION;
            low[i] = window[at] + window[at + 1] + window[at + 2] + window[at + 3];
            energy += low[i] * low[i];
        }
        if (energy / n < 1e-6) {
            return 0;
        }
        double[] likeness = new double[LONGEST + 2];
        double best = 0;
        for (int lag = SHORTEST - 1; lag <= LONGEST + 1; lag++) {
            double cross = 0;
            double a = 1e-9;
            double b = 1e-9;
            for (int i = lag; i < n; i++) {
                cross += low[i] * low[i - lag];
                a += low[i] * low[i];
                b += low[i - lag] * low[i - lag];
            }
            likeness[lag] = cross / Math.sqrt(a * b);
            best = lag >= SHORTEST && lag <= LONGEST ? Math.max(best, likeness[lag]) : best;
        }
        if (best < PERIODIC) {
            return 0;
        }
        // The first good peak, not the best one: multiples of the period are as good.
        for (int lag = SHORTEST; lag <= LONGEST; lag++) {
            if (likeness[lag] >= 0.88 * best
                    && likeness[lag] >= likeness[lag - 1]
                    && likeness[lag] >= likeness[lag + 1]) {
                double left = likeness[lag - 1];
                double right = likeness[lag + 1];
                double bend = left - 2 * likeness[lag] + right;
                double shift = Math.abs(bend) < 1e-9 ? 0 : Math.clamp(0.5 * (left - right) / bend, -0.5, 0.5);
                return (float) (RATE / (lag + shift));
            }
        }
        return 0;
    }
}
