package parley.server.delivery;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
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
import parley.server.delivery.StoredDelivery.State;

/**
 * Delivers. Each destination has a few attempts under way at most, so that one that stalls holds nobody else up. What is to be
 * sent is on disk before {@link #take} returns; more than can wait becomes dead letters at once. Any thread that may block.
 */
public final class Deliveries implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Deliveries.class);
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

    private final List<Destination> destinations;
    private final DeliveryStore store;
    private final LongSupplier unixMillis;
    private final RetryPlan plan;
    private final Bounds bounds;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    /** Attempts under way, by delivery; guarded by the lock. */
    private final Map<String, Attempt> underWay = new ConcurrentHashMap<>();

    private final Set<String> gone = ConcurrentHashMap.newKeySet();
    private final AtomicLong taken = new AtomicLong();
    private final AtomicLong failures = new AtomicLong();
    private @Nullable Thread runner;
    private boolean woken;
    private volatile boolean closed;

    private record Attempt(String mark, CompletableFuture<Void> done) {}

    public Deliveries(
            List<Destination> destinations,
            DeliveryStore store,
            LongSupplier unixMillis,
            RandomGenerator random,
            Bounds bounds) {
        this.destinations = List.copyOf(destinations);
        this.store = store;
        this.unixMillis = unixMillis;
        this.plan = new RetryPlan(random);
        this.bounds = bounds;
    }

    /** Begins to deliver by itself. What waits for an address that is not configured any more is given up. */
    public void start() throws StoreException {
        store.giveUpOthers(
                destinations.stream().map(Destination::mark).toList(), "the address is not configured any more");
        runner = Thread.ofVirtual().name("deliveries").start(this::run);
    }

    /** Whether the address of a delivery is still configured. */
    public boolean knows(StoredDelivery delivery) {
        return destinations.stream().anyMatch(destination -> destination.mark().equals(delivery.mark()));
    }

    /** Takes what is to be sent. Taking the same again changes nothing. */
    public void take(List<Parcel> parcels) throws StoreException {
        if (parcels.isEmpty()) {
            return;
        }
        long now = unixMillis.getAsLong();
        boolean full = store.count(State.WAITING) >= bounds.waiting();
        for (Parcel parcel : parcels) {
            boolean dead = full || gone.contains(parcel.mark());
            store.put(
                    new StoredDelivery(
                            parcel.id(),
                            parcel.mark(),
                            parcel.tenant(),
                            parcel.meetingId(),
                            parcel.event(),
                            parcel.address(),
                            parcel.body(),
                            dead ? State.DEAD : State.WAITING,
                            0,
                            now,
                            now,
                            now,
                            full ? "too many deliveries wait" : dead ? "the address is gone (410)" : ""),
                    true);
        }
        if (taken.getAndIncrement() % PRUNE_EVERY == 0) {
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

    public DeliveryStore store() {
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
    public long pump() throws StoreException {
        long now = unixMillis.getAsLong();
        lock.lock();
        try {
            for (Destination destination : destinations) {
                pump(destination, now);
            }
        } finally {
            lock.unlock();
        }
        return store.nextDue(now).orElse(Long.MAX_VALUE);
    }

    private void pump(Destination destination, long now) throws StoreException {
        Set<String> busy = new HashSet<>();
        underWay.forEach((id, attempt) -> {
            if (attempt.mark().equals(destination.mark())) {
                busy.add(id);
            }
        });
        if (busy.size() >= AT_ONCE) {
            return;
        }
        Stream<StoredDelivery> due = store.due(destination.mark(), now, AT_ONCE + busy.size()).stream()
                .filter(delivery -> !busy.contains(delivery.id()))
                .limit(AT_ONCE - (long) busy.size());
        due.forEach(delivery -> {
            CompletableFuture<Void> done = new CompletableFuture<>();
            underWay.put(delivery.id(), new Attempt(destination.mark(), done));
            destination.send(delivery, now).thenAccept(outcome -> {
                settle(destination, delivery, outcome);
                underWay.remove(delivery.id());
                done.complete(null);
                wake();
            });
        });
    }

    private void settle(Destination destination, StoredDelivery delivery, Outcome outcome) {
        if (closed) {
            return; // it was cut off by us: it is tried again after the next start
        }
        long now = unixMillis.getAsLong();
        int attempts = delivery.attempts() + 1;
        if (outcome.kind() != Outcome.Kind.TAKEN) {
            failures.incrementAndGet();
        }
        try {
            StoredDelivery became = switch (outcome.kind()) {
                case TAKEN -> delivery.became(State.DELIVERED, attempts, now, "");
                case REFUSED -> {
                    LOG.warn("delivery {} is refused: {}", delivery.id(), outcome.problem());
                    yield delivery.became(State.DEAD, attempts, now, outcome.problem());
                }
                case GONE -> {
                    gone.add(delivery.mark());
                    LOG.warn("{} answers that it is gone; it is told nothing more", delivery.address());
                    yield delivery.became(State.DEAD, attempts, now, outcome.problem());
                }
                case FAILED -> again(delivery, attempts, now, outcome);
            };
            store.settle(became);
            if (outcome.kind() == Outcome.Kind.GONE) {
                store.giveUp(delivery.mark(), outcome.problem());
            }
            if (became.state() != State.WAITING) {
                destination.settled(became);
            }
        } catch (StoreException e) {
            LOG.warn("delivery {}: {}", delivery.id(), e.getMessage());
        }
    }

    private StoredDelivery again(StoredDelivery delivery, int attempts, long now, Outcome outcome) {
        OptionalLong next = plan.next(attempts, delivery.sinceUnixMillis(), now, outcome.askedToWaitMillis());
        if (next.isEmpty()) {
            LOG.warn("delivery {} is given up: {}", delivery.id(), outcome.problem());
        }
        return delivery.became(
                next.isPresent() ? State.WAITING : State.DEAD, attempts, next.orElse(now), outcome.problem());
    }

    /** Completes when nothing is under way. */
    public CompletableFuture<Void> settled() {
        return CompletableFuture.allOf(
                underWay.values().stream().map(Attempt::done).toArray(CompletableFuture<?>[]::new));
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
    }
}
