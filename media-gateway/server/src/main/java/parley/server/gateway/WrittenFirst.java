package parley.server.gateway;

import java.util.ArrayDeque;
import java.util.Deque;
import parley.archive.recording.DiskQueue;
import parley.server.event.EncodedEvent;
import parley.server.event.EventRing;

/**
 * Lets events into the ring in their order, but final words only when the disk's thread has come past them, and whatever
 * follows them after them. The giver has put the words into the same queue before. Nothing waits for a disk that takes
 * no more work, or for one so slow that a ring's worth of events has gathered. {@link #add} is for one thread at a time.
 */
final class WrittenFirst {
    private static final int MOST_HELD = 4_096;

    private final EventRing ring;
    private final DiskQueue disk;
    private final Runnable wake;
    private final Deque<Held> held = new ArrayDeque<>();

    private record Held(EncodedEvent event, boolean finalWords) {}

    /** @param wake called by any thread when the ring has more */
    WrittenFirst(EventRing ring, DiskQueue disk, Runnable wake) {
        this.ring = ring;
        this.disk = disk;
        this.wake = wake;
    }

    void add(EncodedEvent event, boolean finalWords) {
        boolean full;
        synchronized (held) {
            held.add(new Held(event, finalWords));
            full = held.size() > MOST_HELD;
        }
        if (full) {
            release(Long.MAX_VALUE);
        } else if (!finalWords) {
            release(0);
        } else if (!disk.submit(() -> release(event.seq()))) {
            release(event.seq());
        }
    }

    /** Nothing more comes; {@code then} runs when all of it has been told. */
    void end(Runnable then) {
        Runnable rest = () -> {
            release(Long.MAX_VALUE);
            then.run();
        };
        if (!disk.submit(rest::run)) {
            rest.run();
        }
    }

    /** Final words up to this number are on the disk, or will never be. */
    private void release(long written) {
        boolean more = false;
        synchronized (held) {
            for (Held next = held.peek();
                    next != null && (!next.finalWords() || next.event().seq() <= written);
                    next = held.peek()) {
                ring.add(held.remove().event());
                more = true;
            }
        }
        if (more) {
            wake.run();
        }
    }
}
