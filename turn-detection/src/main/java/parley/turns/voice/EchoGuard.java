package parley.turns.voice;

/**
 * Tells the agent's own voice, coming back through somebody's microphone, from that person's. The gateway knows what it is
 * playing: where the loudness of what is heard follows the loudness of what was played, some delay earlier, it is an echo.
 * One guard a participant; one thread.
 */
public final class EchoGuard {
    private static final int BIN = 160;
    private static final long BIN_NANOS = BIN * 1_000_000_000L / VoiceChunk.RATE;
    private static final int KEPT = 128;
    /** Compared: the last 0.3 s. */
    private static final int COMPARED = 30;

    private static final int LONGEST_DELAY = 50;
    private static final double FLOOR_DB = -60;

    /** How fast the belief in a delay follows what is heard, each 32 ms. */
    private static final double LEARNING = 0.04;

    private static final double BELIEVED = 0.45;
    /** As loud as this above the expected echo, somebody else speaks. */
    private static final double OVER_DB = 7;

    private final Envelope played = new Envelope();
    private final Envelope heard = new Envelope();
    /** For each delay how well what is heard has followed what was played, of late. */
    private final double[] follows = new double[LONGEST_DELAY + 1];

    private double gainDb = Double.NaN;
    private int compared;

    /** Samples of the agent that go out to this participant, 16 kHz. */
    public void played(short[] samples, int from, int length, long endNanos) {
        played.add(samples, from, length, endNanos);
    }

    void heard(short[] samples, int from, int length, long endNanos) {
        if (played.newest > Long.MIN_VALUE) {
            heard.add(samples, from, length, endNanos);
        }
    }

    /**
     * How much of the sound that ends here is echo, 0 to 1. A delay must have proved itself over a second or so; then what is
     * about as loud as the echo at that delay should be, is the echo.
     */
    float share(long endNanos, double levelDb) {
        long end = endNanos / BIN_NANOS - 1;
        if (played.newest == Long.MIN_VALUE || end - played.newest > LONGEST_DELAY) {
            return 0;
        }
        int best = 0;
        double now = 0;
        for (int d = 0; d <= LONGEST_DELAY; d++) {
            double c = correlation(end, d);
            now = Math.max(now, c);
            follows[d] += LEARNING * (c - follows[d]);
            best = follows[d] > follows[best] ? d : best;
        }
        compared++;
        if (follows[best] < BELIEVED) {
            // Early on only a striking likeness counts.
            return compared < 60 && now > 0.9 ? 0.7f : 0;
        }
        double gain = levelDb - loudest(end - best);
        gainDb = Double.isNaN(gainDb) ? gain : gainDb + 0.05 * Math.clamp(gain - gainDb, -10, 3);
        return (float) Math.clamp(1 - (gain - gainDb - OVER_DB) / 6, 0, 1);
    }

    private double loudest(long bin) {
        double most = FLOOR_DB;
        for (int i = 0; i < 4; i++) {
            most = Math.max(most, played.at(bin - i));
        }
        return most;
    }

    private double correlation(long end, int delay) {
        double sx = 0;
        double sy = 0;
        double sxx = 0;
        double syy = 0;
        double sxy = 0;
        for (int i = 0; i < COMPARED; i++) {
            double x = played.at(end - delay - i);
            double y = heard.at(end - i);
            sx += x;
            sy += y;
            sxx += x * x;
            syy += y * y;
            sxy += x * y;
        }
        double vx = sxx - sx * sx / COMPARED;
        double vy = syy - sy * sy / COMPARED;
        // A steady level follows nothing.
        return vx < 60 || vy < 60 ? 0 : (sxy - sx * sy / COMPARED) / Math.sqrt(vx * vy);
    }

    /** Loudness in bins of 10 ms on the meeting's clock; what was never heard is silence. */
    private static final class Envelope {
        private final double[] levels = new double[KEPT];
        private long newest = Long.MIN_VALUE;
        private long open = Long.MIN_VALUE;
        private double energy;
        private int samples;

        void add(short[] data, int from, int length, long endNanos) {
            for (int i = 0; i < length; i++) {
                long bin = (endNanos - (length - 1 - i) * 1_000_000_000L / VoiceChunk.RATE) / BIN_NANOS;
                if (bin != open) {
                    flush();
                    open = bin;
                }
                double s = data[from + i] / 32768.0;
                energy += s * s;
                samples++;
            }
        }

        private void flush() {
            if (samples > 0 && open > newest) {
                long first = newest == Long.MIN_VALUE ? open - KEPT + 1 : Math.max(newest + 1, open - KEPT + 1);
                for (long b = first; b < open; b++) {
                    levels[(int) Math.floorMod(b, (long) KEPT)] = FLOOR_DB;
                }
                levels[(int) Math.floorMod(open, (long) KEPT)] =
                        Math.max(FLOOR_DB, 10 * Math.log10(energy / samples + 1e-9));
                newest = open;
            }
            energy = 0;
            samples = 0;
        }

        double at(long bin) {
            return bin > newest || bin <= newest - KEPT || newest == Long.MIN_VALUE
                    ? FLOOR_DB
                    : levels[(int) Math.floorMod(bin, (long) KEPT)];
        }
    }
}
