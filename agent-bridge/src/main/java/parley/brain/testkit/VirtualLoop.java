package parley.brain.testkit;

import java.util.PriorityQueue;
import parley.brain.sdk.MeetingLoop;

/** A loop whose time passes only when a test says so. One thread. */
public final class VirtualLoop implements MeetingLoop {
    private record Due(long atMillis, long order, Runnable task) implements Comparable<Due> {
        @Override
        public int compareTo(Due other) {
            int byTime = Long.compare(atMillis, other.atMillis);
            return byTime != 0 ? byTime : Long.compare(order, other.order);
        }
    }

    private final PriorityQueue<Due> due = new PriorityQueue<>();
    private long nowMillis;
    private long order;

    @Override
    public void execute(Runnable task) {
        due.add(new Due(nowMillis, order++, task));
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
