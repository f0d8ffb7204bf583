package parley.webrtc.netem;

import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * One direction of a path between two engines, in virtual time. Give packets to {@link #send}; at or after
 * {@link #nextDeadlineNanos}, {@link #poll} them on the other side. One thread.
 *
 * @param <P> what travels; it is not looked into
 */
public final class NetworkEmulator<P> {
    private record Travelling<P>(long atNanos, long order, P packet) {}

    /** A queue in a router is not without end. */
    private static final int MOST_TRAVELLING = 10_000;

    private final RandomGenerator random;
    private final PriorityQueue<Travelling<P>> travelling = new PriorityQueue<>(
            Comparator.<Travelling<P>>comparingLong(Travelling::atNanos).thenComparingLong(Travelling::order));
    private NetworkConditions conditions;
    private boolean burst;
    private long order;
    private long lastArrivalNanos = Long.MIN_VALUE;
    private long sent;
    private long lost;
    private long duplicated;
    private long reordered;

    public NetworkEmulator(NetworkConditions conditions, RandomGenerator random) {
        this.conditions = conditions;
        this.random = random;
    }

    /** From the next packet on. */
    public void change(NetworkConditions next) {
        conditions = next;
    }

    public void send(P packet, int length, long nowNanos) {
        sent++;
        if (length > conditions.mtu() || dropped() || travelling.size() >= MOST_TRAVELLING) {
            lost++;
            return;
        }
        long arrivalNanos = nowNanos + conditions.delayNanos() + jitter();
        if (random.nextDouble() < conditions.reordering()) {
            reordered++;
            arrivalNanos += conditions.reorderNanos();
        } else {
            arrivalNanos = Math.max(arrivalNanos, lastArrivalNanos);
            lastArrivalNanos = arrivalNanos;
        }
        travelling.add(new Travelling<>(arrivalNanos, order++, packet));
        if (random.nextDouble() < conditions.duplication()) {
            duplicated++;
            travelling.add(new Travelling<>(arrivalNanos + jitter(), order++, packet));
        }
    }

    private boolean dropped() {
        burst = burst ? random.nextDouble() >= conditions.burstEnd() : random.nextDouble() < conditions.burstStart();
        return random.nextDouble() < (burst ? conditions.burstLoss() : conditions.loss());
    }

    private long jitter() {
        return conditions.jitterNanos() == 0 ? 0 : Math.round(random.nextExponential() * conditions.jitterNanos());
    }

    /** When the next packet arrives; {@link Long#MAX_VALUE} where none is under way. */
    public long nextDeadlineNanos() {
        Travelling<P> next = travelling.peek();
        return next == null ? Long.MAX_VALUE : next.atNanos();
    }

    /** The next packet that has arrived by now; null where there is none. */
    public @Nullable P poll(long nowNanos) {
        Travelling<P> next = travelling.peek();
        if (next == null || next.atNanos() > nowNanos) {
            return null;
        }
        travelling.poll();
        return next.packet();
    }

    public long sent() {
        return sent;
    }

    public long lost() {
        return lost;
    }

    public long duplicated() {
        return duplicated;
    }

    public long reordered() {
        return reordered;
    }
}
