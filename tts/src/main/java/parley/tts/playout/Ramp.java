package parley.tts.playout;

/** Short linear fades, so that no edge clicks. */
final class Ramp {
    private Ramp() {}

    static void in(short[] samples, int from, int length) {
        for (int i = 0; i < length; i++) {
            samples[from + i] = (short) (samples[from + i] * i / length);
        }
    }

    static void out(short[] samples) {
        int length = samples.length;
        for (int i = 0; i < length; i++) {
            samples[i] = (short) (samples[i] * (length - i) / length);
        }
    }

    /** The sound broke off before this place: its last moment runs backwards into silence, which joins without a step. */
    static void conceal(short[] frameBefore, short[] samples, int from, int length) {
        int count = Math.min(length, Math.min(from + frameBefore.length, samples.length - from));
        for (int i = 0; i < count; i++) {
            int back = from - 1 - i;
            short sample = back >= 0 ? samples[back] : frameBefore[frameBefore.length + back];
            samples[from + i] = (short) (sample * (count - i) / (count + 1));
        }
    }
}
