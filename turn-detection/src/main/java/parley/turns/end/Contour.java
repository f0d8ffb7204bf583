package parley.turns.end;

import parley.turns.voice.VoiceFrame;

/**
 * Melody and loudness of the last three quarters of a second up to the last voiced chunk, against what is usual for the speaker.
 * One thread.
 */
final class Contour {
    /** Frames of a shape, newest last. */
    static final int FRAMES = 24;
    /** Numbers for each frame: pitch in semitones against the usual one, whether there is pitch, loudness against the usual. */
    static final int NUMBERS = 3;

    private final double[] semitones = new double[FRAMES];
    private final double[] levels = new double[FRAMES];
    private int count;
    /** Frames behind the last voiced one. */
    private int silent;

    private int heard;
    private double usualPitch;
    private double usualLevel;

    void frame(VoiceFrame frame, boolean voiced) {
        if (!voiced && ++silent > FRAMES / 2) {
            return;
        }
        silent = voiced ? 0 : silent;
        int at = count++ % FRAMES;
        semitones[at] = frame.pitchHz() > 0 ? 12 * Math.log(frame.pitchHz() / 100) / Math.log(2) : Double.NaN;
        levels[at] = frame.levelDb();
        if (voiced && !Double.isNaN(semitones[at])) {
            heard++;
            double step = 1 / Math.min(heard, 200.0);
            // Octave errors must not carry the average away.
            double off = semitones[at] - usualPitch;
            usualPitch += step * (heard < 5 ? off : Math.clamp(off, -6, 6));
            usualLevel += step * (frame.levelDb() - usualLevel);
        }
    }

    /** The frames up to the last voiced one, {@link #NUMBERS} each, oldest first; zeros where nothing was heard yet. */
    double[] shape() {
        double[] shape = new double[FRAMES * NUMBERS];
        int newest = count - silent;
        for (int i = 0; i < FRAMES; i++) {
            int frame = newest - FRAMES + i;
            if (frame < 0 || frame <= count - FRAMES - 1) {
                shape[i * NUMBERS + 2] = -2;
                continue;
            }
            int at = frame % FRAMES;
            boolean pitched = !Double.isNaN(semitones[at]);
            shape[i * NUMBERS] = pitched ? Math.clamp((semitones[at] - usualPitch) / 4, -2, 2) : 0;
            shape[i * NUMBERS + 1] = pitched ? 1 : 0;
            shape[i * NUMBERS + 2] = Math.clamp((levels[at] - usualLevel) / 10, -3, 1.5);
        }
        return shape;
    }

    /** Semitones a second over the last third of a second; 0 where too little was sung. */
    double pitchSlope() {
        int newest = count - silent;
        double sx = 0;
        double sy = 0;
        double sxx = 0;
        double sxy = 0;
        int used = 0;
        for (int i = Math.max(0, Math.max(newest - 10, count - FRAMES)); i < newest; i++) {
            double y = semitones[i % FRAMES];
            if (Double.isNaN(y) || Math.abs(y - usualPitch) > 9) {
                continue;
            }
            double x = (i - newest) * 0.032;
            sx += x;
            sy += y;
            sxx += x * x;
            sxy += x * y;
            used++;
        }
        double spread = used * sxx - sx * sx;
        return used < 4 || spread < 1e-9 ? 0 : Math.clamp((used * sxy - sx * sy) / spread, -40, 40);
    }

    /** The last loudness against this speaker's usual one, decibels. */
    double finalLevel() {
        int newest = count - silent;
        return newest < 1 || silent >= FRAMES || heard < 5
                ? 0
                : Math.clamp(levels[(newest - 1) % FRAMES] - usualLevel, -40, 20);
    }
}
