package parley.connectors.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import parley.audio.opus.OpusException;

/** Participants that come and go at random, some without a word: what is left of them afterwards. */
final class ChurnTrial {
    private static final int MOST_PRESENT = 30;
    private static final int ROOMS = 6;

    record Growth(double memoryMb, int threads, int descriptors, int joins) {}

    private final Duration length;
    private final Random random;

    ChurnTrial(Duration length, long seed) {
        this.length = length;
        this.random = new Random(seed);
    }

    Growth run() throws IOException, OpusException {
        Clip clip = Clip.talking(8);
        try (Stage stage = new Stage()) {
            // What a process takes once (code, pools, arenas) is not growth.
            int joins = churn(stage, clip, length.dividedBy(4));
            double memory = SetupTrial.usedHeap();
            int threads = Thread.activeCount();
            int descriptors = SetupTrial.descriptors();
            joins += churn(stage, clip, length);
            return new Growth(
                    SetupTrial.usedHeap() - memory,
                    Thread.activeCount() - threads,
                    SetupTrial.descriptors() - descriptors,
                    joins);
        }
    }

    private int churn(Stage stage, Clip clip, Duration duration) throws IOException {
        for (int i = 0; i < ROOMS; i++) {
            stage.agent("room" + i);
        }
        List<BenchGuest> present = new ArrayList<>();
        int joins = 0;
        long until = System.nanoTime() + duration.toNanos();
        while (System.nanoTime() < until) {
            if (present.isEmpty() || (present.size() < MOST_PRESENT && random.nextInt(100) < 55)) {
                present.add(stage.guest("room" + random.nextInt(ROOMS), clip, 0, BenchPeer.deaf()));
                joins++;
            } else {
                BenchGuest gone = present.remove(random.nextInt(present.size()));
                if (random.nextInt(4) == 0) {
                    gone.media.close(); // the tab was closed: no goodbye on the signalling
                } else {
                    gone.leave();
                }
                stage.forget(gone);
            }
            RoomTrials.pause(Duration.ofMillis(20 + random.nextInt(100)));
        }
        stage.clear();
        RoomTrials.pause(Duration.ofSeconds(5));
        return joins;
    }
}
