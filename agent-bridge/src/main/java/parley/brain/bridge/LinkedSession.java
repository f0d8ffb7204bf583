package parley.brain.bridge;

import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import parley.agent.v1.BrainAction;
import parley.agent.v1.GatewayEvent;

/** Drives one {@link BrainLink}: gives it the time, and carries out what it wants. Any thread. */
final class LinkedSession implements BrainSession {
    private static final Logger LOG = LoggerFactory.getLogger(LinkedSession.class);

    private final String meetingId;
    private final BrainLink link;
    private final BrainTransport transport;
    private final BrainListener listener;
    private final ScheduledExecutorService timer;
    private final LongSupplier nanoClock;
    private final Runnable whenClosed;
    private final SerialLane lane = new SerialLane();
    private BrainTransport.@Nullable Call call;
    private int streams;
    private @Nullable ScheduledFuture<?> wake;
    private long wakeNanos = Long.MAX_VALUE;

    LinkedSession(
            String meetingId,
            BrainLink link,
            BrainTransport transport,
            BrainListener listener,
            ScheduledExecutorService timer,
            LongSupplier nanoClock,
            Runnable whenClosed) {
        this.meetingId = meetingId;
        this.link = link;
        this.transport = transport;
        this.listener = listener;
        this.timer = timer;
        this.nanoClock = nanoClock;
        this.whenClosed = whenClosed;
    }

    void open() {
        lane.execute(() -> {
            link.open(nanoClock.getAsLong());
            settle();
        });
    }

    @Override
    public void send(GatewayEvent event) {
        lane.execute(() -> {
            noteReadiness();
            link.event(nanoClock.getAsLong(), event);
            settle();
        });
    }

    @Override
    public void count(long heardMillis, long spokenMillis) {
        lane.execute(() -> {
            link.counted(heardMillis, spokenMillis);
            settle();
        });
    }

    /** What the bridge learned of the brain. */
    void health(BrainHealth health) {
        lane.execute(() -> {
            link.health(nanoClock.getAsLong(), health);
            settle();
        });
    }

    @Override
    public void close(String reason) {
        lane.execute(() -> {
            link.close(nanoClock.getAsLong(), reason);
            settle();
        });
    }

    @Override
    public LinkCounters counters() {
        return link.counters();
    }

    /** Before an event is handed over, so that a stream that is full queues it where it can be merged or dropped. */
    private void noteReadiness() {
        if (call != null && link.state() == LinkState.READY && !call.isReady()) {
            link.sendReady(nanoClock.getAsLong(), false);
        }
    }

    private void settle() {
        for (LinkOutput output : link.drain()) {
            carryOut(output);
        }
        plan();
    }

    private void carryOut(LinkOutput output) {
        BrainTransport.Call open = call;
        switch (output) {
            case LinkOutput.Connect o -> call = transport.attend(new Stream(++streams));
            case LinkOutput.Transmit o -> {
                if (open != null) {
                    open.send(o.event());
                }
            }
            case LinkOutput.HalfClose o -> {
                if (open != null) {
                    open.halfClose();
                }
            }
            case LinkOutput.Abandon o -> {
                if (open != null) {
                    streams++;
                    call = null;
                    open.cancel(o.reason());
                }
            }
            case LinkOutput.Deliver o -> listener.onAction(o.action());
            case LinkOutput.Ready o -> {
                LOG.info(
                        "meeting {}: brain {} {}",
                        meetingId,
                        o.welcome().getBrain(),
                        o.resumed() ? "is back" : "is there");
                listener.onReady(o.welcome(), o.resumed());
            }
            case LinkOutput.Lost o -> {
                LOG.warn("meeting {}: brain lost{}: {}", meetingId, o.forGood() ? " for good" : "", o.reason());
                listener.onLost(o.reason(), o.forGood());
            }
            case LinkOutput.Measured o -> listener.onTurnMeasured(o.account());
            case LinkOutput.Budget o -> listener.onBudget(o.notice());
            case LinkOutput.Finished o -> {
                whenClosed.run();
                listener.onClosed(o.reason());
            }
        }
    }

    private void plan() {
        long due = link.nextWakeNanos();
        if (due == wakeNanos) {
            return;
        }
        wakeNanos = due;
        if (wake != null) {
            wake.cancel(false);
            wake = null;
        }
        if (due != Long.MAX_VALUE) {
            long delay = Math.max(0, due - nanoClock.getAsLong());
            wake = timer.schedule(() -> lane.execute(this::woken), delay, TimeUnit.NANOSECONDS);
        }
    }

    private void woken() {
        wakeNanos = Long.MAX_VALUE;
        link.tick(nanoClock.getAsLong());
        settle();
    }

    /** What comes from one stream; a stream that was replaced is not listened to. */
    private final class Stream implements BrainTransport.Receiver {
        private final int number;

        Stream(int number) {
            this.number = number;
        }

        private void onLane(Runnable task) {
            lane.execute(() -> {
                if (number == streams) {
                    task.run();
                    settle();
                }
            });
        }

        @Override
        public void onAction(BrainAction action) {
            onLane(() -> link.action(nanoClock.getAsLong(), action));
        }

        @Override
        public void onSendReady() {
            onLane(() -> link.sendReady(nanoClock.getAsLong(), call == null || call.isReady()));
        }

        @Override
        public void onEnded(BrainTransport.Ending ending) {
            onLane(() -> {
                call = null;
                link.ended(nanoClock.getAsLong(), ending);
            });
        }
    }
}
