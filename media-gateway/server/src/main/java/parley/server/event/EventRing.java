package parley.server.event;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * The newest events of a meeting. One writer; any number of readers, which keep their own place and never slow the writer:
 * a reader that falls behind by more than the capacity finds its event gone.
 */
public final class EventRing {
    private final AtomicReferenceArray<EncodedEvent> slots;
    private volatile long last;

    public EventRing(int capacity) {
        if (capacity < 1) {
            throw new IllegalArgumentException("capacity must be positive, not " + capacity);
        }
        slots = new AtomicReferenceArray<>(capacity);
    }

    /** Events are numbered from 1 without gaps. */
    public void add(EncodedEvent event) {
        if (event.seq() != last + 1) {
            throw new IllegalArgumentException("event " + event.seq() + " cannot follow " + last);
        }
        slots.set((int) (event.seq() % slots.length()), event);
        last = event.seq();
    }

    /** So many of the newest are here. */
    public int capacity() {
        return slots.length();
    }

    /** The number of the newest event; 0 before the first. */
    public long last() {
        return last;
    }

    /** The oldest event that is still here. */
    public long first() {
        return Math.max(1, last - slots.length() + 1);
    }

    /** That event, unless it has not happened yet or has been overwritten. */
    public Optional<EncodedEvent> get(long seq) {
        EncodedEvent event = slots.get((int) (seq % slots.length()));
        return event != null && event.seq() == seq ? Optional.of(event) : Optional.empty();
    }
}
