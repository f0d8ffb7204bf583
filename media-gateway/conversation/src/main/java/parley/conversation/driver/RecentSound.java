package parley.conversation.driver;

import parley.audio.pcm.SampleRate;
import parley.turns.end.AudioEndingModel;

/** The last seconds of one participant at 16 kHz; where nothing came, there is silence. On the meeting's loop. */
final class RecentSound {
    /** What is asked about lies a little back: the answer of the voice detector takes a while. */
    private static final int KEPT = AudioEndingModel.WINDOW_SAMPLES + 16_000;

    private final short[] ring = new short[KEPT];
    private long written;
    private long endNanos;

    void add(short[] samples, int length, long startNanos) {
        if (written > 0) {
            long missing = SampleRate.KHZ_16.samplesInNanos(startNanos - endNanos);
            // Less than a frame is the clock's own unrest.
            if (missing > length) {
                silence((int) Math.min(missing, KEPT));
            }
        }
        for (int i = 0; i < length; i++) {
            ring[(int) (written++ % KEPT)] = samples[i];
        }
        endNanos = startNanos + SampleRate.KHZ_16.nanos(length);
    }

    private void silence(int samples) {
        for (int i = 0; i < samples; i++) {
            ring[(int) (written++ % KEPT)] = 0;
        }
    }

    /** What was heard up to a moment, as much as an audio model reads. */
    short[] until(long nanos) {
        long end = Math.max(0, written - Math.max(0, SampleRate.KHZ_16.samplesInNanos(endNanos - nanos)));
        long begin = Math.max(end - AudioEndingModel.WINDOW_SAMPLES, Math.max(0, written - KEPT));
        short[] heard = new short[(int) Math.max(0, end - begin)];
        for (int i = 0; i < heard.length; i++) {
            heard[i] = ring[(int) ((begin + i) % KEPT)];
        }
        return heard;
    }
}
