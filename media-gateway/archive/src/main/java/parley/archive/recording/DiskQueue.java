package parley.archive.recording;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread that writes what meetings leave: in order, with a bounded queue. What does not fit is refused and counted;
 * the giver says so in its meeting. {@link #submit} may be called by any thread and never blocks.
 */
public final class DiskQueue implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(DiskQueue.class);

    /** Something that writes. */
    @FunctionalInterface
    public interface Work {
        void run() throws Exception;
    }

    private final BlockingQueue<Work> queue;
    private final AtomicLong refused = new AtomicLong();
    private final AtomicLong failures = new AtomicLong();
    private final Thread thread;
    private volatile boolean closing;

    public DiskQueue(int waitingAtMost) {
        queue = new ArrayBlockingQueue<>(waitingAtMost);
        thread = Thread.ofPlatform().name("disk").daemon().start(this::work);
    }

    public boolean submit(Work work) {
        boolean taken = !closing && queue.offer(work);
        if (!taken) {
            refused.incrementAndGet();
        }
        return taken;
    }

    /** Returns when everything that was given before is written, or after so long. */
    public boolean awaitWritten(long patienceMillis) throws InterruptedException {
        CountDownLatch written = new CountDownLatch(1);
        return submit(written::countDown) && written.await(patienceMillis, TimeUnit.MILLISECONDS);
    }

    public int waiting() {
        return queue.size();
    }

    public long refused() {
        return refused.get();
    }

    public long failures() {
        return failures.get();
    }

    private void work() {
        try {
            while (!closing || !queue.isEmpty()) {
                Work next = queue.poll(100, TimeUnit.MILLISECONDS);
                if (next != null) {
                    run(next);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run(Work work) {
        try {
            work.run();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (Exception e) {
            // One failed write must not stop those of other meetings.
            if (failures.getAndIncrement() == 0) {
                LOG.warn("writing failed", e);
            }
        }
    }

    /** Writes what waits, then stops. */
    @Override
    public void close() {
        closing = true;
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
