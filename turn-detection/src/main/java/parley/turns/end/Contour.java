package parley.turns.end;

import parley.turns.voice.VoiceFrame;

/** Melody and loudness of the last third of a second of voice. One thread. */
final class Contour {
    private static final int FRAMES = 10;
    private final double[] semitones = new double[FRAMES];
    private final double[] levels = new double[FRAMES];
    private int count;

    void voiced(VoiceFrame frame) {
        int at = count++ % FRAMES;
        semitones[at] = frame.pitchHz() > 0 ? 12 * Math.log(frame.pitchHz() / 100) / Math.log(2) : Double.NaN;
        levels[at] = frame.levelDb();
    }

    void clear() {
        count = 0;
    }

    /** Semitones a second; 0 where too little was voiced. */
    double pitchSlope() {
        return Math.clamp(slope(semitones), -40, 40);
    }

    /** Decibels a second. */
    double energySlope() {
        return Math.clamp(slope(levels), -120, 120);
    }

    /** Least squares over the frames in their order; octave errors and unvoiced frames are left out. */
    private double slope(double[] values) {
        int n = Math.min(count, FRAMES);
        double middle = middle(values, n);
        double sx = 0;
        double sy = 0;
        double sxx = 0;
        double sxy = 0;
        int used = 0;
        for (int i = 0; i < n; i++) {
            double y = values[(count - n + i) % FRAMES];
            if (Double.isNaN(y) || Math.abs(y - middle) > 25) {
                continue;
            }
            double x = i * 0.032;
            sx += x;
            sy += y;
            sxx += x * x;
            sxy += x * y;
            used++;
        }
        double spread = used * sxx - sx * sx;
        return used < 4 || spread < 1e-9 ? 0 : (used * sxy - sx * sy) / spread;
    }

    private static double middle(double[] values, int n) {
        double sum = 0;
        int used = 0;
        for (int i = 0; i < n; i++) {
            if (!Double.isNaN(values[i])) {
                sum += values[i];
                used++;
            }
        }
        return used == 0 ? 0 : sum / used;
    }
}
