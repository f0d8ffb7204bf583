package parley.brain.testkit;

import java.util.PriorityQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import parley.brain.sdk.MeetingLoop;

/**
 * A loop whose time passes only when a test says so. One thread, its maker's; others, such as those of a client of a real
 * server, may only {@link #execute}.
 */
public final class VirtualLoop implements MeetingLoop {
    private record Due(long atMillis, long order, Runnable task) implements Comparable<Due> {
        @Override
        public int compareTo(Due other) {
            int byTime = Long.compare(atMillis, other.atMillis);
            return byTime != 0 ? byTime : Long.compare(order, other.order);
        }
    }

    private final Thread owner = Thread.currentThread();
    private final BlockingQueue<Runnable> fromOthers = new LinkedBlockingQueue<>();
    private final PriorityQueue<Due> due = new PriorityQueue<>();
    private long nowMillis;
    private long order;

    @Override
    public void execute(Runnable task) {
        if (owner.equals(Thread.currentThread())) {
            due.add(new Due(nowMillis, order++, task));
        } else {
            fromOthers.add(task);
        }
    }

    /** Waits, in real time, until another thread brings something, and runs it; false where nothing came. */
    public boolean awaitOthers(long seconds) throws InterruptedException {
        Runnable task = fromOthers.poll(seconds, TimeUnit.SECONDS);
        if (task != null) {
            due.add(new Due(nowMillis, order++, task));
            pass(0);
        }
        return task != null;
    }

    @Override
    public Timer after(long delayMillis, Runnable task) {
        Due entry = new Due(nowMillis + Math.max(0, delayMillis), order++, task);
        due.add(entry);
        return () -> due.remove(entry);
    }

    @Override
    public long nowMillis() {
        return nowMillis;
    }

    /** Lets time pass and runs what is due, in order. */
    public void pass(long millis) {
        long until = nowMillis + millis;
        for (Runnable task = fromOthers.poll(); task != null; task = fromOthers.poll()) {
            due.add(new Due(nowMillis, order++, task));
        }
        Due next = due.peek();
        while (next != null && next.atMillis <= until) {
            due.poll();
            nowMillis = Math.max(nowMillis, next.atMillis);
            next.task.run();
            next = due.peek();
        }
        nowMillis = until;
    }
}
