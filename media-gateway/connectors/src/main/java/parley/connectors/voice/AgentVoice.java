package parley.connectors.voice;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;
import parley.audio.pcm.PcmFrame;
import parley.audio.pcm.SampleRate;
import parley.audio.resample.Resampler;

/** The agent's frames between {@code speak} and a 20 ms clock, brought to 48 kHz. */
public final class AgentVoice {
    /** 20 ms at 48 kHz. */
    public static final int FRAME = 960;

    private static final int MOST_FRAMES = 10;

    /** A frame of 48 kHz, and where it ends on the clock of what was given. */
    @SuppressWarnings("ArrayRecordComponent") // taken once, never compared
    public record Ready(short[] samples, long endPosition) {}

    private final Deque<Ready> queue = new ArrayDeque<>();
    private @Nullable Resampler resampler;
    private short[] rest = new short[0];
    private long lastEnd;

    public boolean idle() {
        return queue.isEmpty();
    }

    /** False where 200 ms are waiting already. */
    public boolean add(PcmFrame frame) {
        if (queue.size() >= MOST_FRAMES) {
            return false;
        }
        short[] wide = widened(frame);
        short[] all = new short[rest.length + wide.length];
        System.arraycopy(rest, 0, all, 0, rest.length);
        System.arraycopy(wide, 0, all, rest.length, wide.length);
        int from = 0;
        while (all.length - from >= FRAME) {
            int to = from + FRAME;
            long behind = SampleRate.KHZ_48.convert(all.length - to, frame.rate());
            queue.add(new Ready(java.util.Arrays.copyOfRange(all, from, to), frame.end() - behind));
            from = to;
        }
        rest = java.util.Arrays.copyOfRange(all, from, all.length);
        lastEnd = frame.end();
        return true;
    }

    private short[] widened(PcmFrame frame) {
        if (frame.rate().equals(SampleRate.KHZ_48)) {
            return frame.samples();
        }
        Resampler current = resampler;
        if (current == null || !current.from().equals(frame.rate())) {
            current = new Resampler(frame.rate(), SampleRate.KHZ_48);
            resampler = current;
            short[] first = current.process(frame.samples(), 0, frame.length());
            // Its filter keeps the first samples back; silence in their place keeps all later frames whole.
            int whole = Math.toIntExact(frame.rate().convert(frame.length(), SampleRate.KHZ_48));
            rest = new short[Math.max(0, whole - first.length)];
            return first;
        }
        return current.process(frame.samples(), 0, frame.length());
    }

    public @Nullable Ready take() {
        Ready ready = queue.poll();
        if (ready == null && rest.length > 0) {
            // Speech has ended or paused: what is left of it goes out with silence behind it.
            short[] padded = java.util.Arrays.copyOf(rest, FRAME);
            rest = new short[0];
            return new Ready(padded, lastEnd);
        }
        return ready;
    }

    public void clear() {
        queue.clear();
        rest = new short[0];
    }
}
