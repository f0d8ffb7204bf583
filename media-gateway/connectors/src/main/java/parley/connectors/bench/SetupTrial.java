package parley.connectors.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import parley.audio.opus.OpusException;
import parley.webrtc.bench.Measurements;

/** How long somebody waits for the first sound, and what somebody who is there takes of memory. */
final class SetupTrial {
    private SetupTrial() {}

    /** From a participant's offer until the meeting has its first frame, in milliseconds; warm, one after the other. */
    static Measurements setups(int count) throws IOException, OpusException {
        Measurements millis = new Measurements();
        Clip clip = Clip.talking(6);
        try (Stage stage = new Stage()) {
            for (int i = -5; i < count; i++) {
                CompletableFuture<Long> first = new CompletableFuture<>();
                BenchAgent agent = stage.agent(
                        "room" + i,
                        (participant, frame) -> first.complete(System.nanoTime()),
                        (endPosition, sentNanos) -> {});
                BenchGuest guest = stage.guest("room" + i, clip, 0, BenchPeer.deaf());
                long heard = first.orTimeout(30, TimeUnit.SECONDS).join();
                if (i >= 0) {
                    millis.add((heard - guest.offeredNanos()) / 1e6);
                }
                guest.leave();
                stage.forget(guest);
                agent.leave();
            }
        }
        return millis;
    }

    /**
     * Memory of one participant's two ends and room (the process has both ends in it), in MB, halved: heap after a collection
     * and the process's resident memory besides, whichever grew more.
     */
    static double memoryPerParticipant(int participants) throws IOException, OpusException {
        Clip clip = Clip.talking(7);
        try (Stage stage = new Stage()) {
            List<BenchGuest> guests = new ArrayList<>();
            add(stage, clip, guests, 10);
            double before = residentOutsideHeap() + usedHeap();
            add(stage, clip, guests, participants);
            double after = residentOutsideHeap() + usedHeap();
            return Math.max(0, after - before) / participants / 2;
        }
    }

    private static void add(Stage stage, Clip clip, List<BenchGuest> guests, int count) throws IOException {
        for (int i = 0; i < count; i++) {
            String room = "room" + guests.size();
            stage.agent(room);
            guests.add(stage.guest(room, clip, 0, BenchPeer.deaf()));
            if (i % 10 == 9) {
                guests.forEach(Stage::await);
            }
        }
        guests.forEach(Stage::await);
        RoomTrials.pause(Duration.ofSeconds(2));
    }

    static double usedHeap() {
        for (int i = 0; i < 3; i++) {
            System.gc();
            RoomTrials.pause(Duration.ofMillis(100));
        }
        Runtime runtime = Runtime.getRuntime();
        return (runtime.totalMemory() - runtime.freeMemory()) / 1e6;
    }

    /** What the process holds beside its heap: native codecs, buffers, stacks. */
    static double residentOutsideHeap() throws IOException {
        for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
            if (line.startsWith("VmRSS:")) {
                double resident = Long.parseLong(line.replaceAll("[^0-9]", "")) * 1_024 / 1e6;
                return resident - Runtime.getRuntime().totalMemory() / 1e6;
            }
        }
        return 0;
    }

    static int descriptors() throws IOException {
        try (var entries = Files.list(Path.of("/proc/self/fd"))) {
            return (int) entries.count();
        }
    }
}
