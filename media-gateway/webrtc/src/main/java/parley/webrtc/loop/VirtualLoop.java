package parley.webrtc.loop;

import java.util.Comparator;
import java.util.PriorityQueue;

/**
 * A loop under a virtual clock, for tests and replay: nothing happens until {@link #run} or {@link #advance} is called,
 * and everything happens on the caller's thread. Not safe for several threads.
 */
public final class VirtualLoop implements TaskLoop {
    private record Entry(long atNanos, long order, Runnable task) {}

    private final PriorityQueue<Entry> queue =
            new PriorityQueue<>(Comparator.comparingLong(Entry::atNanos).thenComparingLong(Entry::order));
    private long nowNanos;
    private long order;
    private boolean running;

    public VirtualLoop() {
        this(0);
    }

    public VirtualLoop(long startNanos) {
        nowNanos = startNanos;
    }

    @Override
    public void execute(Runnable task) {
        schedule(0, task);
    }

    @Override
    public Timer schedule(long delayNanos, Runnable task) {
        Entry entry = new Entry(nowNanos + Math.max(0, delayNanos), order++, task);
        queue.add(entry);
        return () -> queue.remove(entry);
    }

    @Override
    public long nanoTime() {
        return nowNanos;
    }

    /** True inside tasks, and outside of {@link #run} too: the thread that drives the loop may call what it likes. */
    @Override
    public boolean isCurrent() {
        return true;
    }

    /** Runs everything that is due now. */
    public void run() {
        advance(0);
    }

    /** Lets that much time pass, running what falls due in order. */
    public void advance(long nanos) {
        if (running) {
            throw new IllegalStateException("advance called by a task of the same loop");
        }
        running = true;
        try {
            long untilNanos = nowNanos + nanos;
            for (Entry next = queue.peek(); next != null && next.atNanos <= untilNanos; next = queue.peek()) {
                queue.poll();
                nowNanos = Math.max(nowNanos, next.atNanos);
                next.task.run();
            }
            nowNanos = untilNanos;
        } finally {
            running = false;
        }
    }

    /** Lets time pass in which nothing can run, as on a machine that is busy; what fell due runs late. */
    public void holdUpMillis(long millis) {
        nowNanos += millis * 1_000_000;
    }

    public void advanceMillis(long millis) {
        advance(millis * 1_000_000);
    }
}
