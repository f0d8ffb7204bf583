package parley.server.webhook;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import parley.archive.transcript.StoreException;
import parley.server.webhook.StoredDelivery.State;
import parley.server.webhook.WebhookPost.Outcome;

/**
 * Delivers events. Each endpoint has a few attempts under way at most, so that one that stalls holds nobody else up. Events
 * are on disk before {@link #tell} returns; more than can wait become dead letters at once. Any thread that may block.
 */
public final class Webhooks implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Webhooks.class);
    private static final int AT_ONCE = 4;
    private static final int LONGEST_PAUSE_MILLIS = 60_000;
    private static final int PRUNE_EVERY = 200;

    /** How many deliveries are kept in each state. */
    public record Bounds(int waiting, int delivered, int dead) {
        public static final Bounds USUAL = new Bounds(10_000, 1_000, 10_000);

        public Bounds waiting(int most) {
            return new Bounds(most, delivered, dead);
        }
    }

    private final List<WebhookEndpoint> endpoints;
    private final DeliveryStore store;
    private final WebhookPost post;
    private final LongSupplier unixMillis;
    private final RetryPlan plan;
    private final Bounds bounds;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    /** Attempts under way, by delivery; guarded by the lock. */
    private final Map<String, CompletableFuture<Void>> underWay = new ConcurrentHashMap<>();

    private final Set<String> gone = ConcurrentHashMap.newKeySet();
    private final AtomicLong told = new AtomicLong();
    private final AtomicLong failures = new AtomicLong();
    private @Nullable Thread runner;
    private boolean woken;
    private volatile boolean closed;

    public Webhooks(
            List<WebhookEndpoint> endpoints,
            DeliveryStore store,
            WebhookPost post,
            LongSupplier unixMillis,
            RandomGenerator random,
            Bounds bounds) {
        this.endpoints = List.copyOf(endpoints);
        this.store = store;
        this.post = post;
        this.unixMillis = unixMillis;
        this.plan = new RetryPlan(random);
        this.bounds = bounds;
    }

    /** Begins to deliver by itself. What waits for an address that is not configured any more is given up. */
    public void start() throws StoreException {
        store.giveUpOthers(
                endpoints.stream().map(WebhookEndpoint::mark).toList(), "the address is not configured any more");
        runner = Thread.ofVirtual().name("webhooks").start(this::run);
    }

    /** Whether anybody is told anything. */
    public boolean needed() {
        return !endpoints.isEmpty();
    }

    /** Whether the address of a delivery is still configured. */
    public boolean knows(StoredDelivery delivery) {
        return endpoints.stream().anyMatch(endpoint -> endpoint.mark().equals(delivery.mark()));
    }

    /** Takes an event for everybody who wants it. Telling the same event again changes nothing. */
    public void tell(WebhookEvent event) throws StoreException {
        List<WebhookEndpoint> wanting =
                endpoints.stream().filter(endpoint -> endpoint.wants(event)).toList();
        if (wanting.isEmpty()) {
            return;
        }
        long now = unixMillis.getAsLong();
        boolean full = store.count(State.WAITING) >= bounds.waiting();
        for (WebhookEndpoint endpoint : wanting) {
            boolean dead = full || gone.contains(endpoint.mark());
            store.put(
                    new StoredDelivery(
                            event.id() + "_" + endpoint.mark(),
                            endpoint.mark(),
                            event.tenant(),
                            event.meetingId(),
                            event.type(),
                            endpoint.address().toString(),
                            event.body(),
                            dead ? State.DEAD : State.WAITING,
                            0,
                            now,
                            now,
                            now,
                            full ? "too many deliveries wait" : dead ? "the address is gone (410)" : ""),
                    true);
        }
        if (told.getAndIncrement() % PRUNE_EVERY == 0) {
            store.prune(State.DELIVERED, bounds.delivered());
            store.prune(State.DEAD, bounds.dead());
        }
        wake();
    }

    /** Once more, with a fresh day of retries; empty where the tenant has no such delivery. */
    public Optional<StoredDelivery> resend(String tenant, String id) throws StoreException {
        Optional<StoredDelivery> found = store.find(tenant, id);
        if (found.isEmpty()) {
            return found;
        }
        StoredDelivery again = found.get().again(unixMillis.getAsLong());
        gone.remove(again.mark());
        store.put(again, false);
        wake();
        return Optional.of(again);
    }

    public DeliveryStore deliveries() {
        return store;
    }

    /** Attempts that were not taken since the start. */
    public long failures() {
        return failures.get();
    }

    /** How many are in a state; -1 where that cannot be read. */
    public int count(State state) {
        try {
            return store.count(state);
        } catch (StoreException e) {
            return -1;
        }
    }

    /** Starts what is due; answers when something is due next. */
    long pump() throws StoreException {
        long now = unixMillis.getAsLong();
        lock.lock();
        try {
            for (WebhookEndpoint endpoint : endpoints) {
                pump(endpoint, now);
            }
        } finally {
            lock.unlock();
        }
        return store.nextDue(now).orElse(Long.MAX_VALUE);
    }

    private void pump(WebhookEndpoint endpoint, long now) throws StoreException {
        Set<String> busy = new HashSet<>();
        underWay.keySet().stream()
                .filter(id -> id.endsWith("_" + endpoint.mark()))
                .forEach(busy::add);
        if (busy.size() >= AT_ONCE) {
            return;
        }
        Stream<StoredDelivery> due = store.due(endpoint.mark(), now, AT_ONCE + busy.size()).stream()
                .filter(delivery -> !busy.contains(delivery.id()))
                .limit(AT_ONCE - (long) busy.size());
        due.forEach(delivery -> {
            CompletableFuture<Void> done = new CompletableFuture<>();
            underWay.put(delivery.id(), done);
            post.send(endpoint, delivery, now).thenAccept(outcome -> {
                settle(delivery, outcome);
                underWay.remove(delivery.id());
                done.complete(null);
                wake();
            });
        });
    }

    private void settle(StoredDelivery delivery, Outcome outcome) {
        if (closed) {
            return; // it was cut off by us: it is tried again after the next start
        }
        long now = unixMillis.getAsLong();
        int attempts = delivery.attempts() + 1;
        try {
            switch (outcome.kind()) {
                case TAKEN -> store.settle(delivery.became(State.DELIVERED, attempts, now, ""));
                case GONE -> {
                    failures.incrementAndGet();
                    gone.add(delivery.mark());
                    store.settle(delivery.became(State.DEAD, attempts, now, outcome.problem()));
                    store.giveUp(delivery.mark(), outcome.problem());
                    LOG.warn("{} answers that it is gone; it is told nothing more", delivery.address());
                }
                case FAILED -> {
                    failures.incrementAndGet();
                    var next = plan.next(attempts, delivery.sinceUnixMillis(), now, outcome.askedToWaitMillis());
                    store.settle(delivery.became(
                            next.isPresent() ? State.WAITING : State.DEAD,
                            attempts,
                            next.orElse(now),
                            outcome.problem()));
                    if (next.isEmpty()) {
                        LOG.warn("delivery {} is given up: {}", delivery.id(), outcome.problem());
                    }
                }
            }
        } catch (StoreException e) {
            LOG.warn("delivery {}: {}", delivery.id(), e.getMessage());
        }
    }

    /** Completes when nothing is under way. */
    CompletableFuture<Void> settled() {
        return CompletableFuture.allOf(underWay.values().toArray(CompletableFuture<?>[]::new));
    }

    private void wake() {
        lock.lock();
        try {
            woken = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void run() {
        try {
            while (rest(next())) {
                // the waiting is in the condition
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private long next() {
        try {
            return pump();
        } catch (StoreException e) {
            LOG.warn("deliveries wait: {}", e.getMessage());
            return Long.MAX_VALUE;
        }
    }

    /** Until then, or until something changes; false when it is over. */
    private boolean rest(long untilUnixMillis) throws InterruptedException {
        lock.lock();
        try {
            long millis = Math.clamp(untilUnixMillis - unixMillis.getAsLong(), 0, LONGEST_PAUSE_MILLIS);
            long left = millis * 1_000_000;
            while (!woken && !closed && left > 0) {
                left = changed.awaitNanos(left);
            }
            woken = false;
            return !closed;
        } finally {
            lock.unlock();
        }
    }

    /** Stops; what was not taken waits on disk for the next start. */
    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        if (runner != null) {
            runner.interrupt();
        }
        post.close();
    }
}
