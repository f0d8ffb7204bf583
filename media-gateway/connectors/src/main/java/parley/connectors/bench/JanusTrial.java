package parley.connectors.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import parley.audio.opus.OpusException;

/**
 * Twenty participants in Janus's AudioBridge and the same twenty in one of our rooms: one sends bursts by which latency is
 * measured, three talk, sixteen listen; everybody sends a packet every 20 ms.
 */
final class JanusTrial {
    private static final int PARTICIPANTS = 20;
    private static final int TALKING = 3;
    private static final long FRAME_NANOS = 20_000_000;

    /**
     * @param cores CPU over time
     * @param latencyMillis mean, from a burst's packet out of one participant to its sound in a packet into another
     */
    record Side(double cores, double latencyMillis) {}

    record Outcome(Side room, Side janus) {}

    private final Duration measured;

    JanusTrial(Duration measured) {
        this.measured = measured;
    }

    /** Empty where Janus is not installed, or the machine has no address but loopback. */
    Optional<Outcome> run(PrintStream progress) throws IOException, OpusException {
        Optional<InetAddress> address = JanusServer.address();
        if (address.isEmpty() || !JanusServer.installed()) {
            return Optional.empty();
        }
        Side janus;
        try (JanusServer server = JanusServer.start(Set.of("audiobridge"), false);
                Stage stage = new Stage();
                JanusDoor door = new JanusDoor(server.url())) {
            janus = janus(server, stage, door, address.get());
        }
        progress.println("the same in a room");
        try (Stage stage = new Stage()) {
            return Optional.of(new Outcome(room(stage), janus));
        }
    }

    private Side janus(JanusServer server, Stage stage, JanusDoor door, InetAddress address)
            throws IOException, OpusException {
        List<BenchPeer> peers = new ArrayList<>();
        try (BurstEar ear = new BurstEar(() -> peers.getFirst().burstNanos())) {
            for (int i = 0; i < PARTICIPANTS; i++) {
                peers.add(stage.peerAt(address, clip(i), phase(i), i == PARTICIPANTS - 1 ? ear : BenchPeer.deaf()));
                door.join(peers.getLast(), "Guest " + i);
            }
            door.keepAlive();
            Side side = measure(server::cpuNanos, ear);
            peers.forEach(BenchPeer::close);
            RoomTrials.pause(Duration.ofMillis(200));
            return side;
        }
    }

    private Side room(Stage stage) throws IOException, OpusException {
        List<BenchGuest> guests = new ArrayList<>();
        stage.agent("room");
        try (BurstEar ear = new BurstEar(() -> guests.getFirst().media.burstNanos())) {
            for (int i = 0; i < PARTICIPANTS; i++) {
                guests.add(stage.guest("room", clip(i), phase(i), i == PARTICIPANTS - 1 ? ear : BenchPeer.deaf()));
                Stage.await(guests.getLast());
            }
            Side side = measure(stage::gatewayCpuNanos, ear);
            stage.clear();
            RoomTrials.pause(Duration.ofMillis(200));
            return side;
        }
    }

    private interface Cpu {
        long nanos();
    }

    private Side measure(Cpu cpu, BurstEar ear) {
        RoomTrials.pause(Duration.ofSeconds(4));
        ear.measure();
        long start = System.nanoTime();
        long before = cpu.nanos();
        // Long enough for a dozen bursts.
        RoomTrials.pause(measured.compareTo(Duration.ofSeconds(10)) < 0 ? Duration.ofSeconds(10) : measured);
        return new Side(
                (cpu.nanos() - before) / (double) (System.nanoTime() - start),
                ear.latencyMillis().mean());
    }

    private static Clip clip(int participant) throws OpusException {
        if (participant == 0) {
            return Clip.bursts();
        }
        return participant <= TALKING ? Clip.talking(participant) : Clip.silentWithPackets();
    }

    /** Spread over the 20 ms, as people's clocks are. */
    private static long phase(int participant) {
        return participant * FRAME_NANOS / PARTICIPANTS;
    }
}
