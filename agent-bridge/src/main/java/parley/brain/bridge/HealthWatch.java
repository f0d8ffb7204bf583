package parley.brain.bridge;

import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Knows for all meetings of a bridge whether the brain is well, by one stream of the standard health service. While the
 * brain is away only this asks for it, and the meetings wait to be told. Any thread.
 */
final class HealthWatch {
    private static final Logger LOG = LoggerFactory.getLogger(HealthWatch.class);

    private final BrainTransport transport;
    private final ScheduledExecutorService timer;
    private final Backoff backoff;
    private final Consumer<BrainHealth> told;
    private BrainHealth health = BrainHealth.UNKNOWN;
    private int watches;
    private int meetings;
    private boolean hasNoHealthService;
    private BrainTransport.@Nullable Watch open;

    /** @param told at each change, on the timer's thread */
    HealthWatch(
            BrainTransport transport,
            ScheduledExecutorService timer,
            BridgeSettings settings,
            RandomGenerator random,
            Consumer<BrainHealth> told) {
        this.transport = transport;
        this.timer = timer;
        this.backoff = new Backoff(settings.firstBackoffMillis(), settings.longestBackoffMillis(), random);
        this.told = told;
    }

    /** What was heard last. */
    synchronized BrainHealth health() {
        return health;
    }

    /** A meeting wants to know. */
    synchronized void join() {
        if (meetings++ == 0) {
            hasNoHealthService = false;
            watch();
        }
    }

    /** A meeting is over. After the last one nobody is asked any more. */
    synchronized void leave() {
        if (--meetings == 0) {
            watches++;
            health = BrainHealth.UNKNOWN;
            if (open != null) {
                open.stop();
                open = null;
            }
        }
    }

    private synchronized void watch() {
        if (meetings > 0 && open == null && !hasNoHealthService) {
            int number = ++watches;
            BrainTransport.Watch begun = transport.watchHealth(new FromBrain(number));
            if (number == watches) {
                open = begun;
            }
        }
    }

    private void changed(BrainHealth now) {
        if (now != health) {
            health = now;
            LOG.info("the brain's health: {}", now);
            later(() -> told.accept(now), 0);
        }
    }

    private void later(Runnable task, long delayMillis) {
        try {
            timer.schedule(task, delayMillis, TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            LOG.debug("the bridge is closed");
        }
    }

    private final class FromBrain implements BrainTransport.HealthReceiver {
        private final int number;

        FromBrain(int number) {
            this.number = number;
        }

        @Override
        public void onHealth(boolean serving) {
            synchronized (HealthWatch.this) {
                if (number == watches) {
                    backoff.succeeded();
                    changed(serving ? BrainHealth.WELL : BrainHealth.AWAY);
                }
            }
        }

        @Override
        public void onEnded(boolean askAgain) {
            synchronized (HealthWatch.this) {
                if (number != watches) {
                    return;
                }
                watches++;
                open = null;
                if (!askAgain) {
                    hasNoHealthService = true;
                    changed(BrainHealth.UNKNOWN);
                    return;
                }
                changed(BrainHealth.AWAY);
                later(HealthWatch.this::watch, backoff.nextMillis());
            }
        }
    }
}
