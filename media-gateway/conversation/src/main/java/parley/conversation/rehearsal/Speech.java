package parley.conversation.rehearsal;

/**
 * A line as sound.
 *
 * @param firstVoiced the first sample that can be heard
 * @param lastVoiced just behind the last one
 */
@SuppressWarnings("ArrayRecordComponent") // made once for each line and only read
record Speech(short[] samples, int firstVoiced, int lastVoiced) {
    private static final int AUDIBLE = 200;

    static Speech of(short[] samples) {
        int first = 0;
        while (first < samples.length && Math.abs(samples[first]) < AUDIBLE) {
            first++;
        }
        int last = samples.length;
        while (last > first && Math.abs(samples[last - 1]) < AUDIBLE) {
            last--;
        }
        return new Speech(samples, first, last);
    }
}
