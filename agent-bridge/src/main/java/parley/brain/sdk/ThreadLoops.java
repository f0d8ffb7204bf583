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

/** Loops in real time: each runs on a virtual thread while it has something to do. */
public final class ThreadLoops implements Supplier<MeetingLoop>, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ThreadLoops.class);

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

        @Override
        public void execute(Runnable task) {
            synchronized (tasks) {
                tasks.add(task);
                if (working || threads.isShutdown()) {
                    return;
                }
                working = true;
            }
            threads.execute(this::work);
        }

        private void work() {
            while (true) {
                Runnable next;
                synchronized (tasks) {
                    next = tasks.poll();
                    if (next == null) {
                        working = false;
                        return;
                    }
                }
                try {
                    next.run();
                } catch (RuntimeException broken) {
                    // One event that a brain could not digest must not end the meeting for it.
                    LOG.error("a brain failed", broken);
                }
            }
        }

        @Override
        public Timer after(long delayMillis, Runnable task) {
            if (timer.isShutdown()) {
                return () -> {};
            }
            var future = timer.schedule(() -> execute(task), delayMillis, TimeUnit.MILLISECONDS);
            return () -> future.cancel(false);
        }

        @Override
        public long nowMillis() {
            return System.nanoTime() / 1_000_000;
        }
    }
}
