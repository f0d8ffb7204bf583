package parley.server.gateway;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import parley.server.event.EncodedEvent;
import parley.server.event.EventFilter;
import parley.server.event.EventRing;
import parley.server.event.SubscriberCounters;
import parley.server.event.Subscription;
import parley.server.gateway.Operations.Subscriber;

/**
 * Wakes subscribers when there is something new for them: one task for each thread that serves some of them, however many it
 * serves and however many events came since, and no walk through all of them for what none of them wants.
 */
final class Broadcast {
    private static final Logger LOG = LoggerFactory.getLogger(Broadcast.class);

    private final EventRing ring;
    private final SubscriberCounters counters;
    private final Map<Executor, Crowd> crowds = new ConcurrentHashMap<>();
    private volatile boolean over;

    /** @param ring what the subscribers read */
    Broadcast(EventRing ring, SubscriberCounters counters) {
        this.ring = ring;
        this.counters = counters;
    }

    /** Adds a subscriber; {@code loop} runs its tasks one after the other. */
    Subscriber add(Subscription subscription, Executor loop) {
        loop.execute(() -> {
            crowd(loop).add(subscription);
            pump(subscription, loop);
        });
        return new Subscriber() {
            @Override
            public void drained() {
                resume(subscription, loop);
            }

            @Override
            public void cancel() {
                loop.execute(() -> remove(subscription, loop));
            }
        };
    }

    private void remove(Subscription subscription, Executor loop) {
        subscription.abandon();
        Crowd crowd = crowd(loop);
        crowd.remove(subscription);
        if (crowd.members.isEmpty()) {
            crowds.remove(loop);
        }
    }

    /** On the loop only, where crowds come and go. */
    private Crowd crowd(Executor loop) {
        return crowds.computeIfAbsent(loop, Crowd::new);
    }

    /** This one can take more than before. */
    void resume(Subscription subscription, Executor loop) {
        loop.execute(() -> pump(subscription, loop));
    }

    /** Whatever one connection does, the others are told what they are due. */
    private void pump(Subscription subscription, Executor loop) {
        try {
            if (over) {
                subscription.end();
            }
            if (subscription.pump()) {
                resume(subscription, loop);
            }
        } catch (RuntimeException e) {
            LOG.warn("a subscriber cannot be told any more", e);
            counters.failed();
            subscription.abandon();
            loop.execute(() -> remove(subscription, loop));
        }
    }

    /** There is something new in the ring; any thread. */
    void wake() {
        crowds.values().forEach(Crowd::wake);
    }

    /** No more events will come. */
    void end() {
        over = true;
        wake();
    }

    /** The subscribers that one thread serves. */
    private final class Crowd {
        private final Executor loop;
        private final AtomicBoolean woken = new AtomicBoolean();
        /** The rest on the loop only. */
        private final List<Subscription> members = new ArrayList<>();

        private final Map<EventFilter, Integer> filters = new HashMap<>();
        /** All were offered what there was up to here. */
        private long offered;
        /** Nothing from there up to here was wanted by anybody. */
        private long lookedAt;

        Crowd(Executor loop) {
            this.loop = loop;
        }

        void add(Subscription subscription) {
            members.add(subscription);
            filters.merge(subscription.filter(), 1, Integer::sum);
        }

        void remove(Subscription subscription) {
            if (members.remove(subscription)) {
                filters.computeIfPresent(subscription.filter(), (filter, count) -> count == 1 ? null : count - 1);
            }
        }

        void wake() {
            if (woken.compareAndSet(false, true)) {
                loop.execute(() -> {
                    woken.set(false);
                    offer();
                });
            }
        }

        private void offer() {
            long last = ring.last();
            boolean wanted = over || last - offered > ring.capacity() / 2 || somebodyWants(last);
            lookedAt = last;
            if (!wanted) {
                return;
            }
            offered = last;
            for (Subscription subscription : members) {
                pump(subscription, loop);
            }
        }

        private boolean somebodyWants(long last) {
            for (long seq = lookedAt + 1; seq <= last; seq++) {
                Optional<EncodedEvent> event = ring.get(seq);
                if (event.isEmpty() || filters.keySet().stream().anyMatch(filter -> filter.wants(event.get()))) {
                    return true;
                }
            }
            return false;
        }
    }
}
