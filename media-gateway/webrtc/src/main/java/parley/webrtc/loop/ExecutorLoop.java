package parley.webrtc.loop;

import io.netty.util.concurrent.EventExecutor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A loop over a single-threaded executor of somebody else, who also ends it. */
final class ExecutorLoop implements TaskLoop {
    /**
     * Timers fall due together on a grid of this width: meetings by the hundred, each with a clock of 20 ms, would otherwise
     * wake the loop for every packet. What repeats every 20 ms keeps its even pace, as the grid divides it.
     */
    private static final long GRID_NANOS = 1_000_000;

    private final ScheduledExecutorService executor;
    /** The thread of an executor that cannot be asked; learned from the first task. */
    private volatile @Nullable Thread thread;

    ExecutorLoop(ScheduledExecutorService executor) {
        this.executor = executor;
        if (!(executor instanceof EventExecutor)) {
            executor.execute(() -> thread = Thread.currentThread());
        }
    }

    @Override
    public void execute(Runnable task) {
        executor.execute(task);
    }

    @Override
    public Timer schedule(long delayNanos, Runnable task) {
        ScheduledFuture<?> future = executor.schedule(task, onGrid(Math.max(0, delayNanos)), TimeUnit.NANOSECONDS);
        return () -> future.cancel(false);
    }

    private static long onGrid(long delayNanos) {
        long now = System.nanoTime();
        long beyond = Math.floorMod(now + delayNanos, GRID_NANOS);
        return beyond == 0 ? delayNanos : delayNanos + GRID_NANOS - beyond;
    }

    @Override
    public long nanoTime() {
        return System.nanoTime();
    }

    @Override
    public boolean isCurrent() {
        if (executor instanceof EventExecutor netty) {
            return netty.inEventLoop();
        }
        return Thread.currentThread().equals(thread);
    }
}
