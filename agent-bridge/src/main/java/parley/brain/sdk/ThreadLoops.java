package parley.brain.sdk;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Loops in real time. A loop whose tasks are quick, as they should be, runs them on the thread that brings them: to wake
 * another one is most of what an event costs on its way through a brain. A loop that is new, or was slow not long ago, runs on a
 * virtual thread, so that a handler that blocks holds up nobody but its own meeting.
 */
public final class ThreadLoops implements Supplier<MeetingLoop>, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ThreadLoops.class);

    /** A task that takes longer has blocked, or might as well have. */
    private static final long SLOW_NANOS = 10_000_000;
    /** So many quick tasks in a row make a loop trusted. */
    private static final int PROBATION = 50;

    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().daemon().name("brain-timer").factory());

    public ThreadLoops() {
        timer.setRemoveOnCancelPolicy(true);
    }

    @Override
    public MeetingLoop get() {
        return new Loop();
    }

    @Override
    public void close() {
        timer.shutdownNow();
        threads.shutdown();
    }

    private final class Loop implements MeetingLoop {
        private final Queue<Runnable> tasks = new ArrayDeque<>();
        private boolean working;
        /** Quick tasks that are still wanted; guarded by tasks. */
        private int untilTrusted = PROBATION;

        @Override
        public void execute(Runnable task) {
            execute(task, true);
        }

        private void execute(Runnable task, boolean mayRunHere) {
            boolean here;
            synchronized (tasks) {
                tasks.add(task);
                if (working || threads.isShutdown()) {
                    return;
                }
                working = true;
                here = mayRunHere && untilTrusted == 0;
            }
            if (here) {
                work(true);
            } else {
                threads.execute(() -> work(false));
            }
        }

        private void work(boolean borrowed) {
            while (true) {
                Runnable next;
                synchronized (tasks) {
                    next = tasks.poll();
                    if (next == null) {
                        working = false;
                        return;
                    }
                }
                if (run(next) && borrowed && !threads.isShutdown()) {
                    // The rest can wait for a thread that may block.
                    threads.execute(() -> work(false));
                    return;
                }
            }
        }

        /** Answers whether it took too long. */
        private boolean run(Runnable task) {
            long began = System.nanoTime();
            try {
                task.run();
            } catch (RuntimeException broken) {
                // One event that a brain could not digest must not end the meeting for it.
                LOG.error("a brain failed", broken);
            }
            boolean slow = System.nanoTime() - began > SLOW_NANOS;
            synchronized (tasks) {
                untilTrusted = slow ? PROBATION : Math.max(0, untilTrusted - 1);
            }
            return slow;
        }

        @Override
        public Timer after(long delayMillis, Runnable task) {
            if (timer.isShutdown()) {
                return () -> {};
            }
            var future = timer.schedule(() -> execute(task, false), delayMillis, TimeUnit.MILLISECONDS);
            return () -> future.cancel(false);
        }

        @Override
        public long nowMillis() {
            return System.nanoTime() / 1_000_000;
        }
    }
}
