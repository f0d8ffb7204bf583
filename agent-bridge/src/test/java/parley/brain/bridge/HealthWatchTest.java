package parley.brain.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HealthWatchTest {
    /** Timers that run when the test says so. */
    private static final class Timers extends ScheduledThreadPoolExecutor {
        final List<Runnable> due = new ArrayList<>();

        Timers() {
            super(1);
        }

        @Override
        public java.util.concurrent.ScheduledFuture<?> schedule(Runnable task, long delay, TimeUnit unit) {
            due.add(task);
            return super.schedule(() -> {}, 1, TimeUnit.DAYS);
        }

        void run() {
            List<Runnable> now = List.copyOf(due);
            due.clear();
            now.forEach(Runnable::run);
        }
    }

    private static final class Brain implements BrainTransport {
        final List<HealthReceiver> asked = new ArrayList<>();
        int stopped;

        @Override
        public Watch watchHealth(HealthReceiver receiver) {
            asked.add(receiver);
            return () -> stopped++;
        }

        @Override
        public Call attend(Receiver receiver) {
            throw new AssertionError("a health watch attends nothing");
        }

        @Override
        public void close() {}
    }

    private final Timers timers = new Timers();
    private final Brain brain = new Brain();
    private final List<BrainHealth> told = new ArrayList<>();
    private final HealthWatch watch = new HealthWatch(brain, timers, BridgeSettings.DEFAULT, new Random(1), told::add);

    @AfterEach
    void stop() {
        timers.shutdownNow();
    }

    @Test
    void shouldAskOnceForAllMeetings() {
        watch.join();
        watch.join();
        brain.asked.getFirst().onHealth(true);
        timers.run();
        assertThat(brain.asked).hasSize(1);
        assertThat(told).containsExactly(BrainHealth.WELL);
        watch.leave();
        assertThat(brain.stopped).isZero();
        watch.leave();
        assertThat(brain.stopped).isEqualTo(1);
        watch.join();
        assertThat(brain.asked).hasSize(2);
    }

    @Test
    void shouldAskAgainUntilTheBrainIsBack() {
        watch.join();
        brain.asked.getFirst().onHealth(true);
        brain.asked.getFirst().onEnded(true);
        timers.run();
        brain.asked.get(1).onEnded(true);
        timers.run();
        brain.asked.get(2).onHealth(false);
        brain.asked.get(2).onHealth(true);
        timers.run();
        assertThat(brain.asked).hasSize(3);
        assertThat(told).containsExactly(BrainHealth.WELL, BrainHealth.AWAY, BrainHealth.WELL);
    }

    @Test
    void shouldNotAskABrainThatHasNoHealthService() {
        watch.join();
        brain.asked.getFirst().onEnded(false);
        timers.run();
        watch.join();
        assertThat(brain.asked).hasSize(1);
        assertThat(watch.health()).isEqualTo(BrainHealth.UNKNOWN);
        assertThat(told).isEmpty();
    }

    @Test
    void shouldNotListenToAWatchThatWasStopped() {
        watch.join();
        watch.leave();
        brain.asked.getFirst().onHealth(true);
        brain.asked.getFirst().onEnded(true);
        timers.run();
        assertThat(brain.asked).hasSize(1);
        assertThat(told).isEmpty();
    }
}
