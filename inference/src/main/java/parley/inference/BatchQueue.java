package parley.inference;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.BiPredicate;
import java.util.function.Predicate;

/**
 * Decides what runs together and when. Sans-IO: reads no clock, starts no thread; its owner holds a lock around every
 * call and passes the time.
 */
final class BatchQueue<R> {
    private record Waiting<R>(R request, long sinceNanos, boolean urgent) {}

    /** A smaller crowd runs as one: what batching saves would be lost again. */
    private static final int WORTH_SHARING = 8;

    private final BatcherSettings settings;
    private final BiPredicate<R, R> compatible;
    private final Predicate<R> urgent;
    private final Deque<Waiting<R>> waiting = new ArrayDeque<>();
    private int urgentWaiting;
    /** What is left has been left for another taker, who is there. */
    private boolean shared;

    BatchQueue(BatcherSettings settings, BiPredicate<R, R> compatible, Predicate<R> urgent) {
        this.settings = settings;
        this.compatible = compatible;
        this.urgent = urgent;
    }

    /** Takes the request in; returns what had to go for that: nothing, the request itself, or the oldest. */
    List<R> offer(R request, long nowNanos) {
        List<R> gone = List.of();
        if (waiting.size() >= settings.capacity()) {
            if (settings.overload() == Overload.REFUSE) {
                return List.of(request);
            }
            gone = List.of(remove(waiting.removeFirst()));
        }
        boolean isUrgent = urgent.test(request);
        waiting.addLast(new Waiting<>(request, nowNanos, isUrgent));
        urgentWaiting += isUrgent ? 1 : 0;
        return gone;
    }

    private R remove(Waiting<R> entry) {
        urgentWaiting -= entry.urgent() ? 1 : 0;
        return entry.request();
    }

    int size() {
        return waiting.size();
    }

    /** When the next batch should run: now or earlier when it is full, urgent or left for somebody; Long.MAX_VALUE when nothing waits. */
    long dueNanos() {
        Waiting<R> oldest = waiting.peekFirst();
        if (oldest == null) {
            return Long.MAX_VALUE;
        }
        if (shared || urgentWaiting > 0 || waiting.size() >= settings.largestBatch()) {
            return oldest.sinceNanos();
        }
        return oldest.sinceNanos() + settings.window().toNanos();
    }

    long oldestAgeNanos(long nowNanos) {
        Waiting<R> oldest = waiting.peekFirst();
        return oldest == null ? 0 : Math.max(0, nowNanos - oldest.sinceNanos());
    }

    /**
     * The next batch: the oldest request (an urgent one first) and those after it that can run together with it.
     *
     * @param takers how many could run a batch now: a large crowd is shared among them
     */
    List<R> take(int takers) {
        int share = Math.ceilDiv(waiting.size(), takers);
        int most = Math.min(settings.largestBatch(), Math.max(share, WORTH_SHARING));
        List<R> batch = new ArrayList<>();
        if (urgentWaiting > 0) {
            collect(batch, most, Waiting::urgent);
        }
        collect(batch, most, entry -> true);
        shared = takers > 1 && !waiting.isEmpty();
        return batch;
    }

    private void collect(List<R> batch, int most, Predicate<Waiting<R>> wanted) {
        var entries = waiting.iterator();
        while (entries.hasNext() && batch.size() < most) {
            Waiting<R> entry = entries.next();
            if (wanted.test(entry) && (batch.isEmpty() || compatible.test(batch.get(0), entry.request()))) {
                entries.remove();
                batch.add(remove(entry));
            }
        }
    }

    /** Everything that waits, taken out. */
    List<R> drain() {
        List<R> all = new ArrayList<>();
        waiting.forEach(entry -> all.add(entry.request()));
        waiting.clear();
        urgentWaiting = 0;
        shared = false;
        return all;
    }
}
