package parley.turns.voice;

import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;

/**
 * Cuts one participant's 16 kHz sound into the chunks that a {@link VoiceModel} reads, and measures each: loudness, pitch, and
 * how much of it is the agent's own voice. One thread.
 */
public final class VoiceChunker {
    private final float[] window = new float[VoiceChunk.INPUT];
    /** The newest chunk and the one before: low voices need more than one for their pitch. */
    private final float[] two = new float[2 * VoiceChunk.NEW];

    private final Queue<VoiceChunk> ready = new ArrayDeque<>();
    private final EchoGuard echo;
    private int filled = VoiceChunk.CONTEXT;

    public VoiceChunker(EchoGuard echo) {
        this.echo = echo;
    }

    /**
     * Takes samples; they are copied.
     *
     * @param endNanos when the last of them was heard
     */
    public void add(short[] samples, int from, int length, long endNanos) {
        echo.heard(samples, from, length, endNanos);
        for (int i = 0; i < length; i++) {
            window[filled++] = samples[from + i] / 32768f;
            if (filled == VoiceChunk.INPUT) {
                long end = endNanos - (length - 1 - i) * 1_000_000_000L / VoiceChunk.RATE;
                emit(end);
            }
        }
    }

    public Optional<VoiceChunk> poll() {
        return Optional.ofNullable(ready.poll());
    }

    private void emit(long endNanos) {
        double energy = 1e-9;
        for (int i = VoiceChunk.CONTEXT; i < VoiceChunk.INPUT; i++) {
            energy += window[i] * window[i];
        }
        System.arraycopy(two, VoiceChunk.NEW, two, 0, VoiceChunk.NEW);
        System.arraycopy(window, VoiceChunk.CONTEXT, two, VoiceChunk.NEW, VoiceChunk.NEW);
        float level = (float) (10 * Math.log10(energy / VoiceChunk.NEW));
        ready.add(new VoiceChunk(window.clone(), endNanos, level, Pitch.of(two), echo.share(endNanos, level)));
        System.arraycopy(window, VoiceChunk.NEW, window, 0, VoiceChunk.CONTEXT);
        filled = VoiceChunk.CONTEXT;
    }
}
