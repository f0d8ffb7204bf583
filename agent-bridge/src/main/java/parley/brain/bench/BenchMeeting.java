package parley.brain.bench;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import parley.agent.v1.Addressed;
import parley.agent.v1.BrainAction;
import parley.agent.v1.GatewayEvent;
import parley.agent.v1.MeetingOpened;
import parley.agent.v1.Turn;
import parley.agent.v1.TurnCommitted;
import parley.agent.v1.Welcome;
import parley.brain.bridge.BrainBridge;
import parley.brain.bridge.BrainListener;
import parley.brain.bridge.BrainSession;
import parley.brain.bridge.MeetingContext;

/** One meeting of a benchmark: asks, and keeps account of what was answered. */
final class BenchMeeting implements BrainListener {
    private static final long DEADLINE_MILLIS = 2_000;

    private final String id;
    private final BrainSession session;
    private final Tally tally;
    private final Set<String> said = new HashSet<>();
    private volatile boolean ready;
    private volatile long resumedNanos;

    /** What all meetings of a run saw together. */
    static final class Tally {
        final AtomicInteger ready = new AtomicInteger();
        final AtomicInteger resumed = new AtomicInteger();
        final AtomicInteger ended = new AtomicInteger();
        final AtomicInteger twice = new AtomicInteger();
        final AtomicInteger apologies = new AtomicInteger();
        final AtomicLong lastResumedNanos = new AtomicLong();
    }

    BenchMeeting(BrainBridge bridge, String id, Tally tally) {
        this.id = id;
        this.tally = tally;
        this.session = bridge.open(
                new MeetingContext(id, "bench", "bench", Map.of(), MeetingOpened.getDefaultInstance()), this);
    }

    void ask(String turnId) {
        session.send(GatewayEvent.newBuilder()
                .setTurnCommitted(TurnCommitted.newBuilder()
                        .setTurn(Turn.newBuilder()
                                .setTurnId(turnId)
                                .setRevision(1)
                                .setText("How are you?")
                                .setAddressed(Addressed.ADDRESSED_BY_NAME)
                                .setDeadlineMs(DEADLINE_MILLIS)))
                .build());
    }

    String id() {
        return id;
    }

    boolean isReady() {
        return ready;
    }

    long resumedNanos() {
        return resumedNanos;
    }

    long dropped() {
        return session.counters().eventsDropped();
    }

    void close() {
        session.close("over");
    }

    @Override
    public void onReady(Welcome welcome, boolean resumed) {
        ready = true;
        tally.ready.incrementAndGet();
        if (resumed) {
            resumedNanos = System.nanoTime();
            tally.lastResumedNanos.accumulateAndGet(resumedNanos, Math::max);
            tally.resumed.incrementAndGet();
        }
    }

    @Override
    public void onAction(BrainAction action) {
        if (action.hasSay()) {
            if (action.getSay().getReplyId().startsWith("gateway-")) {
                tally.apologies.incrementAndGet();
                return;
            }
            for (String piece : action.getSay().getText().split(", ")) {
                if (!said.add(piece)) {
                    tally.twice.incrementAndGet();
                }
            }
        } else if (action.hasEndReply() && !action.getEndReply().getReplyId().startsWith("gateway-")) {
            tally.ended.incrementAndGet();
        }
    }

    @Override
    public void onLost(String reason, boolean forGood) {}
}
