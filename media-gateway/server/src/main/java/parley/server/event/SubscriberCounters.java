package parley.server.event;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/** How many listen to meetings' events, and what the slow ones of them missed. Any thread. */
public final class SubscriberCounters {
    private final AtomicInteger present = new AtomicInteger();
    private final LongAdder missed = new LongAdder();
    private final LongAdder failed = new LongAdder();

    public void came() {
        present.incrementAndGet();
    }

    public void left() {
        present.decrementAndGet();
    }

    /** A subscriber was told that so many events are gone. */
    public void missed(long events) {
        missed.add(events);
    }

    /** A subscriber's connection failed in an unforeseen way while it was told something; it is told nothing more. */
    public void failed() {
        failed.increment();
    }

    public int present() {
        return present.get();
    }

    /** Events that were told as gaps. */
    public long missed() {
        return missed.sum();
    }

    public long failures() {
        return failed.sum();
    }
}
