package parley.server.node;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.ToIntFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import parley.archive.retention.Retention;
import parley.archive.transcript.StoreException;
import parley.archive.transcript.TranscriptStore;

/** Deletes meetings that were kept for as long as they should be: at the start and every hour, on a thread of its own. */
final class Expiry implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Expiry.class);
    private static final long EVERY_MINUTES = 60;

    private final TranscriptStore store;
    private final Retention retention;
    private final ToIntFunction<String> days;
    private final LongSupplier unixMillis;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofVirtual().name("expiry").factory());

    /** @param days how long a tenant's meetings are kept; 0 to keep them */
    Expiry(TranscriptStore store, Retention retention, ToIntFunction<String> days, LongSupplier unixMillis) {
        this.store = store;
        this.retention = retention;
        this.days = days;
        this.unixMillis = unixMillis;
    }

    void start() {
        timer.scheduleWithFixedDelay(this::sweep, 0, EVERY_MINUTES, TimeUnit.MINUTES);
    }

    /** What cannot be deleted now is tried again the next time. */
    void sweep() {
        try {
            for (String tenant : store.tenants()) {
                int kept = days.applyAsInt(tenant);
                if (kept == 0) {
                    continue;
                }
                List<String> gone = retention.expire(tenant, kept, unixMillis.getAsLong());
                if (!gone.isEmpty()) {
                    LOG.info("{} meetings of {} were older than {} days and are deleted", gone.size(), tenant, kept);
                }
            }
        } catch (IOException | StoreException | RuntimeException e) { // else the timer would stop for good
            LOG.warn("old meetings are not deleted", e);
        }
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
