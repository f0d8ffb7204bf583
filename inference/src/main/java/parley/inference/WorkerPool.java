package parley.inference;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * The bounded pool of platform threads that runs all models. Each thread takes the batch that is due first; when none
 * is due it sleeps until one is. A batch of one model may run while another of the same model does.
 */
final class WorkerPool implements AutoCloseable {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final LongSupplier clockNanos;
    private final List<Batcher> batchers = new ArrayList<>();
    private final List<Thread> threads = new ArrayList<>();
    private int idle;
    private boolean closed;

    WorkerPool(int size, LongSupplier clockNanos) {
        this.clockNanos = clockNanos;
        for (int i = 0; i < size; i++) {
            threads.add(Thread.ofPlatform().daemon().name("inference-" + i).start(this::work));
        }
    }

    long now() {
        return clockNanos.getAsLong();
    }

    <T> T locked(Supplier<T> action) {
        lock.lock();
        try {
            return action.get();
        } finally {
            lock.unlock();
        }
    }

    void add(Batcher batcher) {
        lock.lock();
        try {
            batchers.add(batcher);
        } finally {
            lock.unlock();
        }
    }

    /** Takes the batcher out; what waited in it fails. */
    void remove(Batcher batcher) {
        List<Batcher.Pending> abandoned = locked(() -> {
            batchers.remove(batcher);
            return batcher.drain();
        });
        fail(abandoned);
    }

    List<Batcher.Pending> offer(Batcher batcher, Batcher.Pending pending) {
        lock.lock();
        try {
            if (closed || !batchers.contains(batcher)) {
                throw new InferenceException(
                        InferenceException.Reason.CLOSED,
                        "model " + batcher.model().name() + " is closed");
            }
            long before = batcher.dueNanos();
            List<Batcher.Pending> gone = batcher.offer(pending, now());
            // A sleeping thread needs to hear of it only when something is due earlier than it knows.
            if (batcher.dueNanos() < before) {
                changed.signal();
            }
            return gone;
        } finally {
            lock.unlock();
        }
    }

    private void work() {
        while (true) {
            Batcher batcher;
            List<Batcher.Pending> batch;
            lock.lock();
            try {
                batcher = awaitDue();
                if (batcher == null) {
                    return;
                }
                batch = batcher.take(1 + idle);
                if (batcher.dueNanos() != Long.MAX_VALUE) {
                    changed.signal();
                }
            } finally {
                lock.unlock();
            }
            long started = now();
            int failures = batcher.run(batch);
            long took = now() - started;
            lock.lock();
            try {
                batcher.ran(took, failures);
            } finally {
                lock.unlock();
            }
        }
    }

    /** The batcher whose batch is due, waiting for it; null when the pool was closed. */
    private @org.jspecify.annotations.Nullable Batcher awaitDue() {
        while (!closed) {
            Batcher first = null;
            long firstDue = Long.MAX_VALUE;
            for (Batcher batcher : batchers) {
                long due = batcher.dueNanos();
                if (due < firstDue) {
                    first = batcher;
                    firstDue = due;
                }
            }
            idle++;
            try {
                if (first == null) {
                    changed.await();
                } else {
                    long wait = firstDue - now();
                    if (wait <= 0) {
                        return first;
                    }
                    changed.awaitNanos(wait);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return null;
            } finally {
                idle--;
            }
        }
        return null;
    }

    private static void fail(List<Batcher.Pending> abandoned) {
        for (Batcher.Pending pending : abandoned) {
            pending.answer()
                    .completeExceptionally(new InferenceException(
                            InferenceException.Reason.CLOSED, "the engine was closed before this request ran"));
        }
    }

    @Override
    public void close() {
        List<Batcher.Pending> abandoned = locked(() -> {
            closed = true;
            changed.signalAll();
            List<Batcher.Pending> all = new ArrayList<>();
            batchers.forEach(batcher -> all.addAll(batcher.drain()));
            return all;
        });
        fail(abandoned);
        boolean interrupted = false;
        for (Thread thread : threads) {
            if (thread.equals(Thread.currentThread())) {
                continue;
            }
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
