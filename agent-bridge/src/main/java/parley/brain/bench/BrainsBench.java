package parley.brain.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import parley.agent.v1.BrainAction;
import parley.agent.v1.GatewayEvent;
import parley.agent.v1.MeetingOpened;
import parley.agent.v1.Turn;
import parley.agent.v1.TurnCommitted;
import parley.agent.v1.Welcome;
import parley.brain.bridge.BrainAddress;
import parley.brain.bridge.BrainBridge;
import parley.brain.bridge.BrainListener;
import parley.brain.bridge.BrainSession;
import parley.brain.bridge.BridgeSettings;
import parley.brain.bridge.GrpcTransport;
import parley.brain.bridge.MeetingContext;
import parley.brain.bridge.RemoteCredentials;
import parley.brain.bridge.UsageLedger;
import parley.brain.conformance.PlantedFaults;
import parley.brain.sdk.Answer;
import parley.brain.sdk.Brain;
import parley.brain.sdk.BrainServer;
import parley.brain.sdk.MeetingHandler;

/** Measures the bridge over loopback gRPC, a brain that is killed, and the conformance kit. */
public final class BrainsBench {
    private static final int WARM_UP = 2_000;
    private static final int TURNS = 3_000;
    private static final int OVERHEAD_MEETINGS = 20;
    private static final int MEETINGS = 1_000;
    private static final int LOAD_SECONDS = 10;
    private static final int RESUMED_MEETINGS = 40;

    private BrainsBench() {}

    /** {@code parley bench brains [--json]}. */
    public static int run(List<String> args, PrintStream out, PrintStream err) {
        if (!args.stream().allMatch("--json"::equals)) {
            err.println("usage: parley bench brains [--json]");
            return 2;
        }
        try {
            ObjectNode result = measure(err);
            out.println(args.isEmpty() ? result.toPrettyString() : result.toString());
            return 0;
        } catch (IOException e) {
            err.println("bench brains: " + e.getMessage());
            return 1;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return 1;
        }
    }

    /** Measures everything; progress goes to {@code err}. */
    public static ObjectNode measure(PrintStream err) throws IOException, InterruptedException {
        ObjectNode result = new ObjectMapper().createObjectNode();
        err.println("bench brains: overhead of the bridge");
        overhead(result);
        err.println("bench brains: " + MEETINGS + " meetings with one brain process");
        many(result);
        err.println("bench brains: a brain killed in mid-meeting");
        killed(result);
        err.println("bench brains: planted faults");
        faults(result);
        return result;
    }

    private static BrainBridge bridge(int port) {
        return new BrainBridge(
                new GrpcTransport(new BrainAddress.Remote("127.0.0.1", port, false), RemoteCredentials.NONE),
                BridgeSettings.DEFAULT,
                UsageLedger.unlimited(),
                "parley bench");
    }

    // ------------------------------------------------------------------------------------------------ overhead

    private static void overhead(ObjectNode result) throws IOException, InterruptedException {
        Map<String, Long> arrived = new ConcurrentHashMap<>();
        Map<String, Long> spoke = new ConcurrentHashMap<>();
        Map<String, Long> heard = new ConcurrentHashMap<>();
        Brain brain = Brain.named("bench", meeting -> new MeetingHandler() {
            @Override
            public void onTurn(Turn turn, Answer answer) {
                arrived.put(turn.getTurnId(), System.nanoTime());
                spoke.put(turn.getTurnId(), System.nanoTime());
                answer.say("Well, ").end();
            }
        });
        try (BrainServer server = BrainServer.on(brain, 0);
                BrainBridge bridge = bridge(server.port())) {
            Listening listening = new Listening(heard);
            List<BrainSession> sessions = new ArrayList<>();
            for (int i = 0; i < OVERHEAD_MEETINGS; i++) {
                sessions.add(bridge.open(
                        new MeetingContext("m" + i, "bench", "bench", Map.of(), MeetingOpened.getDefaultInstance()),
                        listening));
            }
            waitFor(() -> listening.ready.get() == OVERHEAD_MEETINGS, 10);
            List<Long> late = new ArrayList<>();
            Map<String, Long> committed = new ConcurrentHashMap<>();
            for (int i = 0; i < WARM_UP + TURNS; i++) {
                String id = "t" + i;
                GatewayEvent event = GatewayEvent.newBuilder()
                        .setTurnCommitted(TurnCommitted.newBuilder()
                                .setTurn(Turn.newBuilder()
                                        .setTurnId(id)
                                        .setRevision(1)
                                        .setDeadlineMs(5_000)))
                        .build();
                committed.put(id, System.nanoTime());
                sessions.get(i % OVERHEAD_MEETINGS).send(event);
                // How late a thread of this machine wakes says how much of the figures is its load.
                long pause = i < WARM_UP ? 400_000 : 2_000_000;
                long before = System.nanoTime();
                LockSupport.parkNanos(pause);
                if (i >= WARM_UP) {
                    late.add(Math.max(0, System.nanoTime() - before - pause));
                }
            }
            waitFor(() -> heard.size() == WARM_UP + TURNS, 20);
            put(result, "wake_up_ms", Percentiles.ofNanos(late));
            put(result, "commit_to_brain_ms", differences(committed, arrived));
            put(result, "token_to_voice_ms", differences(spoke, heard));
        }
    }

    private static final class Listening implements BrainListener {
        private final Map<String, Long> heard;
        private final AtomicInteger ready = new AtomicInteger();

        Listening(Map<String, Long> heard) {
            this.heard = heard;
        }

        @Override
        public void onReady(Welcome welcome, boolean resumed) {
            ready.incrementAndGet();
        }

        @Override
        public void onAction(BrainAction action) {
            if (action.hasSay()) {
                heard.putIfAbsent(action.getSay().getTurnId(), System.nanoTime());
            }
        }

        @Override
        public void onLost(String reason, boolean forGood) {}
    }

    private static Percentiles differences(Map<String, Long> from, Map<String, Long> to) {
        List<Long> nanos = new ArrayList<>();
        for (int i = WARM_UP; i < WARM_UP + TURNS; i++) {
            Long begin = from.get("t" + i);
            Long end = to.get("t" + i);
            if (begin != null && end != null) {
                nanos.add(end - begin);
            }
        }
        return Percentiles.ofNanos(nanos);
    }

    private static void put(ObjectNode result, String key, Percentiles p) {
        result.putObject(key)
                .put("p50", p.p50())
                .put("p95", p.p95())
                .put("p99", p.p99())
                .put("max", p.most())
                .put("count", p.count());
    }

    // ------------------------------------------------------------------------------------------------ many meetings

    private static void many(ObjectNode result) throws IOException, InterruptedException {
        try (BrainProcess process = BrainProcess.start(0);
                BrainBridge bridge = bridge(process.port())) {
            BenchMeeting.Tally tally = new BenchMeeting.Tally();
            List<BenchMeeting> meetings = new ArrayList<>();
            for (int i = 0; i < MEETINGS; i++) {
                meetings.add(new BenchMeeting(bridge, "m" + i, tally));
            }
            waitFor(() -> tally.ready.get() == MEETINGS, 30);
            int open = (int) meetings.stream().filter(BenchMeeting::isReady).count();
            // Each is asked once in ten seconds: the first round warms up, the second shows what memory does.
            int asked = round(meetings, "a");
            waitFor(() -> tally.ended.get() >= MEETINGS, 10);
            long before = usedAfterCollection();
            asked += round(meetings, "b");
            int all = asked;
            waitFor(() -> tally.ended.get() >= all, 10);
            long after = usedAfterCollection();
            long dropped = meetings.stream().mapToLong(BenchMeeting::dropped).sum();
            result.put("meetings", open);
            result.put("turns_asked", asked);
            result.put("drops", asked - tally.ended.get() + dropped + tally.apologies.get());
            result.put("memory_growth_mb", Math.round((after - before) / 10_486.0) / 100.0);
            meetings.forEach(BenchMeeting::close);
        }
    }

    private static int round(List<BenchMeeting> meetings, String name) {
        long between = LOAD_SECONDS * 1_000_000_000L / meetings.size();
        long next = System.nanoTime();
        for (BenchMeeting meeting : meetings) {
            meeting.ask(meeting.id() + name);
            next += between;
            LockSupport.parkNanos(Math.max(0, next - System.nanoTime()));
        }
        return meetings.size();
    }

    private static long usedAfterCollection() {
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }

    // ------------------------------------------------------------------------------------------------ killed

    private static void killed(ObjectNode result) throws IOException, InterruptedException {
        Queue<BenchMeeting> meetings = new ConcurrentLinkedQueue<>();
        BenchMeeting.Tally tally = new BenchMeeting.Tally();
        BrainProcess first = BrainProcess.start(0);
        try (BrainBridge bridge = bridge(first.port())) {
            for (int i = 0; i < RESUMED_MEETINGS; i++) {
                meetings.add(new BenchMeeting(bridge, "m" + i, tally));
            }
            waitFor(() -> tally.ready.get() == RESUMED_MEETINGS, 20);
            // Some are answered, some are in the middle of it, some have just been asked.
            for (BenchMeeting meeting : meetings) {
                meeting.ask(meeting.id() + "a");
                LockSupport.parkNanos(15_000_000);
            }
            long killedAt = System.nanoTime();
            first.kill();
            for (BenchMeeting meeting : meetings) {
                meeting.ask(meeting.id() + "b");
            }
            try (BrainProcess second = BrainProcess.start(first.port())) {
                long listening = System.nanoTime();
                waitFor(() -> tally.resumed.get() >= RESUMED_MEETINGS, 20);
                waitFor(() -> tally.ended.get() + tally.apologies.get() >= 2 * RESUMED_MEETINGS, 10);
                boolean all = meetings.stream().allMatch(m -> m.resumedNanos() > 0);
                double resumed = (tally.lastResumedNanos.get() - listening) / 1e9;
                result.put("resume_s", all ? Math.max(0, Math.round(resumed * 1000) / 1000.0) : -1);
                result.put("outage_s", Math.round((tally.lastResumedNanos.get() - killedAt) / 1e6) / 1000.0);
                result.put("said_twice", tally.twice.get());
                result.put("answered_after_resume", tally.ended.get());
                result.put("same_address", second.port() == first.port());
                if (!all) {
                    throw new IOException(
                            "only " + tally.resumed.get() + " of " + RESUMED_MEETINGS + " meetings resumed");
                }
            }
        } finally {
            first.close();
        }
    }

    // ------------------------------------------------------------------------------------------------ faults

    private static void faults(ObjectNode result) throws InterruptedException {
        var found = PlantedFaults.plantAll();
        List<String> missed = PlantedFaults.missed(found);
        result.put("planted_faults", found.size());
        result.put("planted_faults_missed", missed.size());
        missed.forEach(result.putArray("missed")::add);
        result.put("false_alarms", PlantedFaults.inASoundBrain().size());
    }

    private static void waitFor(BooleanSupplier condition, int seconds) {
        long until = System.nanoTime() + seconds * 1_000_000_000L;
        while (!condition.getAsBoolean() && System.nanoTime() < until) {
            LockSupport.parkNanos(2_000_000);
        }
    }
}
