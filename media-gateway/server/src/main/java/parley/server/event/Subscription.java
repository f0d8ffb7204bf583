package parley.server.event;

import java.util.List;
import java.util.Optional;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;
import parley.gateway.v1.GapEvent;
import parley.gateway.v1.MeetingEvent;

/**
 * One subscriber's place in a meeting's events. It holds no queue: it reads on from the ring when its connection can take
 * more. What was overwritten meanwhile is read from the store where the subscriber asked for the past, and told as a gap
 * where it was too slow. All calls on the connection's own thread.
 */
public final class Subscription {
    /** At most this many events in one go, so that one subscriber does not keep a loop from the others. */
    private static final int BURST = 256;

    /** The connection: says whether it can take more, and takes it. */
    public interface Sink {
        boolean writable();

        void send(EncodedEvent event);

        /** Nothing more comes at this moment: what was sent may leave in one piece. */
        default void flush() {}

        /** The meeting is over and everything of it has been sent. */
        void complete();
    }

    /**
     * Reads events that are no longer in the ring; called on the connection's thread, answers there later and then pumps who
     * has asked.
     */
    @FunctionalInterface
    public interface Past {
        void read(Subscription asker, long afterSeq, int limit, java.util.function.Consumer<List<EncodedEvent>> then);
    }

    private final EventRing ring;
    private final Past past;
    private final EventFilter filter;
    private final Sink sink;
    private final LongConsumer missed;
    private long next;
    private long delivered;
    /** Until it has caught up once, what is missing is read; afterwards it is a gap. */
    private boolean catchingUp = true;

    private boolean reading;
    private boolean over;
    /** What comes before the ring; sent first. */
    private List<EncodedEvent> backlog = List.of();

    private int backlogSent;
    private boolean done;

    /** @param missed told how many events a gap has */
    public Subscription(EventRing ring, Past past, EventFilter filter, long afterSeq, Sink sink, LongConsumer missed) {
        this.ring = ring;
        this.past = past;
        this.filter = filter;
        this.sink = sink;
        this.missed = missed;
        this.next = Math.max(0, afterSeq) + 1;
    }

    /** The events of a meeting that is over. */
    public static Subscription ofPast(List<EncodedEvent> events, EventFilter filter, Sink sink) {
        EventRing none = new EventRing(1);
        Subscription subscription = new Subscription(
                none, (asker, after, limit, then) -> then.accept(List.of()), filter, 0, sink, gone -> {});
        subscription.backlog = List.copyOf(events);
        return subscription;
    }

    /** The number of the next event that it will look at. */
    public long next() {
        return next;
    }

    public EventFilter filter() {
        return filter;
    }

    /** No more events will come; what is there is still sent. */
    public void end() {
        over = true;
    }

    /** Nothing is sent from here on: whoever asked has left, or the connection has failed. */
    public void abandon() {
        done = true;
    }

    /** Sends what there is, as far as the connection takes it. Whether there is more to send at once. */
    public boolean pump() {
        long before = delivered;
        boolean more = advance();
        if (delivered > before) {
            sink.flush();
        }
        return more;
    }

    private boolean advance() {
        for (int sent = 0; sent < BURST && !done && !reading && sink.writable(); ) {
            if (backlogSent < backlog.size()) {
                sent += deliver(backlog.get(backlogSent++));
                continue;
            }
            if (next > ring.last()) {
                catchingUp = false;
                finishIfOver();
                return false;
            }
            Optional<EncodedEvent> event = ring.get(next);
            if (event.isPresent()) {
                next++;
                sent += deliver(event.get());
            } else if (catchingUp) {
                readPast();
            } else {
                skip();
            }
        }
        return !done && !reading && sink.writable() && (next <= ring.last() || backlogSent < backlog.size());
    }

    private void finishIfOver() {
        if (over && !done) {
            done = true;
            sink.flush();
            sink.complete();
        }
    }

    private int deliver(EncodedEvent event) {
        if (!filter.wants(event)) {
            return 0;
        }
        send(event);
        return 1;
    }

    private void send(EncodedEvent event) {
        sink.send(event);
        delivered++;
    }

    private void readPast() {
        reading = true;
        long after = next - 1;
        past.read(this, after, BURST, events -> {
            reading = false;
            if (done) {
                return;
            }
            if (events.isEmpty()) {
                skip();
            }
            for (EncodedEvent event : events) {
                if (event.seq() >= next) {
                    next = event.seq() + 1;
                    deliver(event);
                }
            }
            sink.flush();
        });
    }

    private void skip() {
        long first = ring.first();
        if (first <= next) {
            return;
        }
        @Nullable EncodedEvent newest = ring.get(ring.last()).orElse(null);
        MeetingEvent.Builder gap = MeetingEvent.newBuilder()
                .setSeq(first - 1)
                .setGap(GapEvent.newBuilder().setFromSeq(next).setToSeq(first - 1));
        if (newest != null) {
            gap.setMeetingId(newest.message().getMeetingId())
                    .setAtMs(newest.message().getAtMs());
        }
        missed.accept(first - next);
        next = first;
        send(new EncodedEvent(gap.build(), newest == null ? 0 : newest.publishedNanos()));
    }
}
