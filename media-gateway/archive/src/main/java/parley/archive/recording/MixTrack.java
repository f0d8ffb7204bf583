package parley.archive.recording;

import java.io.IOException;
import java.nio.channels.WritableByteChannel;
import java.util.HashMap;
import java.util.Map;
import parley.audio.pcm.SampleRate;

/**
 * Everybody together in one file. Voices arrive a little apart: the mix is written up to where the last of those has come
 * who are heard at the moment, a little behind for whoever begins. On the disk's thread.
 */
final class MixTrack implements AutoCloseable {
    static final SampleRate RATE = SampleRate.KHZ_16;
    private static final int FRAME = 320;
    /** A voice that is later than this is not waited for. */
    private static final int LATEST = 20 * FRAME;
    /** Somebody new may be this late. */
    private static final int MARGIN = 5 * FRAME;

    private static final int KEPT = 200 * FRAME;

    private final Track track;
    private final int[] sums = new int[KEPT];
    /** The first sample that has not been written. */
    private long from;

    private long newest;
    /** Where each voice has come that is not far behind. */
    private final Map<String, Long> ends = new HashMap<>();

    MixTrack(WritableByteChannel file, int serial) throws IOException {
        track = new Track(file, serial, RATE);
    }

    void add(String voice, short[] samples, long startNanos) throws IOException {
        long start = RATE.samplesInNanos(startNanos);
        long end = start + samples.length;
        if (end > from + KEPT) {
            write(end - KEPT);
        }
        for (int i = (int) Math.max(0, from - start); i < samples.length; i++) {
            sums[(int) ((start + i) % KEPT)] += samples[i];
        }
        newest = Math.max(newest, end);
        ends.put(voice, end);
        ends.values().removeIf(heard -> heard < newest - LATEST);
        long slowest = ends.values().stream().mapToLong(heard -> heard).min().orElse(newest);
        write(slowest - MARGIN);
    }

    private void write(long upTo) throws IOException {
        while (from + FRAME <= upTo) {
            short[] frame = new short[FRAME];
            for (int i = 0; i < FRAME; i++) {
                int at = (int) ((from + i) % KEPT);
                frame[i] = (short) Math.clamp(sums[at], Short.MIN_VALUE, Short.MAX_VALUE);
                sums[at] = 0;
            }
            track.write(frame, RATE.nanos(from));
            from += FRAME;
        }
    }

    void settle() throws IOException {
        track.settle();
    }

    @Override
    public void close() throws IOException {
        write(newest + FRAME);
        track.close();
    }
}
