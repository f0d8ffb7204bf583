package parley.brain.bridge;

import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.LongSupplier;

/**
 * The way from meetings to one brain. All meetings of an agent share a bridge; each has its own stream, so that a slow
 * one holds up nobody. Any thread.
 */
public final class BrainBridge implements AutoCloseable {
    private final BrainTransport transport;
    private final BridgeSettings settings;
    private final UsageLedger usage;
    private final String gateway;
    private final LongSupplier nanoClock;
    private final ScheduledThreadPoolExecutor timer;
    private final HealthWatch watch;
    private final Set<LinkedSession> sessions = ConcurrentHashMap.newKeySet();
    /** Of the meetings that are over; guarded by this. */
    private LinkCounters past = LinkCounters.NONE;

    /** @param gateway name and version, for the brain's logs */
    public BrainBridge(BrainTransport transport, BridgeSettings settings, UsageLedger usage, String gateway) {
        this.transport = transport;
        this.settings = settings;
        this.usage = usage;
        this.gateway = gateway;
        this.nanoClock = System::nanoTime;
        this.timer = new ScheduledThreadPoolExecutor(
                1, Thread.ofPlatform().daemon().name("brain-bridge").factory());
        timer.setRemoveOnCancelPolicy(true);
        this.watch = new HealthWatch(
                transport,
                timer,
                settings,
                new SplittableRandom(),
                health -> sessions.forEach(session -> session.health(health)));
    }

    /** Calls the brain into a meeting. Returns at once; {@link BrainListener#onReady} tells when it is there. */
    public BrainSession open(MeetingContext context, BrainListener listener) {
        return open(context, listener, settings);
    }

    /** The same with patience of its own. */
    public BrainSession open(MeetingContext context, BrainListener listener, BridgeSettings patience) {
        BrainLink link = new BrainLink(context, patience, usage, gateway, ThreadLocalRandom.current());
        LinkedSession[] self = new LinkedSession[1];
        LinkedSession session = new LinkedSession(
                context.meetingId(), link, transport, listener, timer, nanoClock, () -> gone(self[0]));
        self[0] = session;
        sessions.add(session);
        watch.join();
        session.health(watch.health());
        session.open();
        return session;
    }

    private void gone(LinkedSession session) {
        boolean left;
        synchronized (this) {
            left = sessions.remove(session);
            past = left ? past.plus(session.counters()) : past;
        }
        if (left) {
            watch.leave();
        }
    }

    /** Of all meetings since the start, those that are under way as they are now. */
    public synchronized LinkCounters counters() {
        return sessions.stream().map(LinkedSession::counters).reduce(past, LinkCounters::plus);
    }

    /** Meetings that have a line to the brain. */
    public int openMeetings() {
        return sessions.size();
    }

    @Override
    public void close() {
        sessions.forEach(session -> session.close("the gateway stops"));
        timer.shutdownNow();
        transport.close();
    }
}
