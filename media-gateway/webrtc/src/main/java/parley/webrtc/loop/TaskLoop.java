package parley.webrtc.loop;

import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;

/**
 * What a meeting runs on: tasks in order, one at a time, with a monotonic clock and timers. {@link #execute} and
 * {@link #schedule} may be called from any thread; everything else that belongs to the meeting happens in tasks.
 *
 * <p>In the gateway it is a Netty event loop (that of the meeting's Vert.x context), in tests a {@link VirtualLoop}.
 */
public interface TaskLoop extends Executor {
    /** Puts the task at the end of the queue; never runs it inside this call. */
    @Override
    void execute(Runnable task);

    /** Runs the task once after the delay, unless cancelled before. */
    Timer schedule(long delayNanos, Runnable task);

    /** The monotonic clock, as {@link System#nanoTime}. */
    long nanoTime();

    /** Whether the caller runs inside a task of this loop. */
    boolean isCurrent();

    /** Throws unless called inside a task of this loop: for the first line of methods that only the loop may call. */
    default void assertCurrent() {
        if (!isCurrent()) {
            throw new IllegalStateException("called outside its loop, on " + Thread.currentThread());
        }
    }

    /** A task that has not run yet. */
    interface Timer {
        /** Does nothing where the task has already run. */
        void cancel();
    }

    /**
     * A loop over an executor with exactly one thread: a Netty event loop, or a
     * {@link java.util.concurrent.Executors#newSingleThreadScheduledExecutor}.
     */
    static TaskLoop on(ScheduledExecutorService singleThread) {
        return new ExecutorLoop(singleThread);
    }
}
