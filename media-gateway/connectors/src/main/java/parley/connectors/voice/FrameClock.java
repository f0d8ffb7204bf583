package parley.connectors.voice;

import org.jspecify.annotations.Nullable;
import parley.webrtc.loop.TaskLoop;

/**
 * A grid of 20 ms on a loop: what is sent to people leaves on it. Frames of the agent may drive it, so that none waits for the
 * grid: the first goes out at once where nobody else is being heard, the others when their time has come. For one loop only.
 */
public final class FrameClock implements AutoCloseable {
    public static final long FRAME_NANOS = 20_000_000L;

    /** How far before its time the agent's next frame may drive the clock. */
    private static final long EARLY_NANOS = 6_000_000L;

    /** How far ahead of the clock frames may go out that were held up on their way here, where nobody else is heard. */
    private static final long MOST_AHEAD_NANOS = 60_000_000L;

    /** How long the clock waits for the next frame of an agent that is speaking. */
    private static final long GRACE_NANOS = 5_000_000L;

    /** A loop that was held up catches up, up to what the listeners' buffers can stand. */
    private static final int MOST_AT_ONCE = 5;

    /** What is done on the clock. */
    public interface Work {
        /** The time of one more frame has come. */
        void tick(long nowNanos);

        /** Whether the agent is speaking and its next frame is still on its way. */
        default boolean awaitsFrame() {
            return false;
        }
    }

    private final TaskLoop loop;
    private final Work work;
    private TaskLoop.@Nullable Timer timer;
    private long nextTickNanos;
    private boolean closed;

    public FrameClock(TaskLoop loop, Work work) {
        this.loop = loop;
        this.work = work;
        nextTickNanos = loop.nanoTime() + FRAME_NANOS;
        arm();
    }

    /**
     * A frame of the agent is there.
     *
     * @param begins whether it is the first of a stretch of speech
     * @param alone whether nobody else is being heard, so that the grid may move
     */
    public void frameReady(boolean begins, boolean alone) {
        if (closed) {
            return;
        }
        long now = loop.nanoTime();
        boolean first = begins && alone;
        if (first || nextTickNanos - now <= (alone ? MOST_AHEAD_NANOS : EARLY_NANOS)) {
            // Within a stretch of speech the grid stays, so that frames that were held up together go out together.
            nextTickNanos = first ? now + FRAME_NANOS : nextTickNanos + FRAME_NANOS;
            work.tick(now);
            arm();
        }
    }

    private void arm() {
        if (closed) {
            return;
        }
        if (timer != null) {
            timer.cancel();
        }
        long graceNanos = work.awaitsFrame() ? GRACE_NANOS : 0;
        timer = loop.schedule(nextTickNanos + graceNanos - loop.nanoTime(), this::due);
    }

    private void due() {
        timer = null;
        long now = loop.nanoTime();
        for (int i = 0; i < MOST_AT_ONCE && now - nextTickNanos >= 0 && !closed; i++) {
            nextTickNanos += FRAME_NANOS;
            work.tick(now);
        }
        if (now - nextTickNanos >= 0) {
            nextTickNanos = now + FRAME_NANOS;
        }
        arm();
    }

    @Override
    public void close() {
        closed = true;
        if (timer != null) {
            timer.cancel();
            timer = null;
        }
    }
}
