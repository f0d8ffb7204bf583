package parley.server.gateway;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import parley.server.event.Subscription;

/**
 * Wakes subscribers when there is something new: one task for each thread that serves some of them, however many it serves
 * and however many events came since.
 */
final class Broadcast {
    private final Map<Executor, Crowd> crowds = new ConcurrentHashMap<>();
    private volatile boolean over;

    /** Adds a subscriber; {@code loop} runs its tasks one after the other. */
    void add(Subscription subscription, Executor loop) {
        crowds.computeIfAbsent(loop, Crowd::new).add(subscription);
    }

    void remove(Subscription subscription, Executor loop) {
        Crowd crowd = crowds.get(loop);
        if (crowd != null) {
            crowd.remove(subscription);
        }
    }

    /** Something new, on any thread. */
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
        /** On the loop only. */
        private final List<Subscription> members = new ArrayList<>();

        Crowd(Executor loop) {
            this.loop = loop;
        }

        void add(Subscription subscription) {
            loop.execute(() -> {
                members.add(subscription);
                pump(List.of(subscription));
            });
        }

        void remove(Subscription subscription) {
            loop.execute(() -> {
                members.remove(subscription);
                if (members.isEmpty()) {
                    crowds.remove(loop, this);
                }
            });
        }

        void wake() {
            if (woken.compareAndSet(false, true)) {
                loop.execute(() -> {
                    woken.set(false);
                    pump(members);
                });
            }
        }

        private void pump(List<Subscription> some) {
            boolean more = false;
            for (Subscription subscription : some) {
                if (over) {
                    subscription.end();
                }
                more |= subscription.pump();
            }
            if (more) {
                wake();
            }
        }
    }
}
