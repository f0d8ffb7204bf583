package parley.server.node;

import java.io.IOException;
import java.nio.file.Path;
import parley.audio.pcm.PcmFrame;
import parley.audio.pcm.SampleRate;

/**
 * Everybody together. Voices arrive at different times; what lies a second behind the newest is complete and goes to the
 * file.
 */
final class MixTrack {
    private static final int HZ = 16_000;
    private static final int FRAME = 320;
    private static final int BEHIND = HZ;
    private static final int WINDOW = 4 * HZ;

    private final Track track;
    private final int[] window = new int[WINDOW];
    private final boolean[] sounding = new boolean[WINDOW / FRAME];
    /** Everything before this sample is in the file. */
    private long done;

    MixTrack(Path file) {
        track = new Track(file);
    }

    void add(PcmFrame frame, long startNanos) throws IOException {
        long start = Math.max(done, frame.position());
        if (start + frame.length() - done > WINDOW - FRAME) {
            advance(start + frame.length() - WINDOW + FRAME);
        }
        for (int i = 0; i < frame.length(); i++) {
            int at = (int) ((start + i) % WINDOW);
            window[at] += frame.samples()[i];
            sounding[at / FRAME] = true;
        }
        advance(start - BEHIND);
    }

    private void advance(long until) throws IOException {
        while (done + FRAME <= until) {
            int at = (int) (done % WINDOW);
            if (sounding[at / FRAME]) {
                track.add(new PcmFrame(SampleRate.KHZ_16, done, take(at)), SampleRate.KHZ_16.nanos(done));
                sounding[at / FRAME] = false;
            }
            done += FRAME;
        }
    }

    private short[] take(int at) {
        short[] samples = new short[FRAME];
        for (int i = 0; i < FRAME; i++) {
            samples[i] = (short) Math.clamp(window[at + i], Short.MIN_VALUE, Short.MAX_VALUE);
            window[at + i] = 0;
        }
        return samples;
    }

    void close(long nowNanos) throws IOException {
        advance(done + WINDOW - FRAME);
        track.close();
    }
}
