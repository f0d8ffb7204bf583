package parley.webrtc.loop;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ExecutorLoopTest {
    private static final long GRID = 1_000_000;

    /** Keeps what it was asked for last. */
    private static final class Asked extends ScheduledThreadPoolExecutor {
        private long delayNanos;

        Asked() {
            super(1);
        }

        @Override
        public ScheduledFuture<?> schedule(Runnable task, long delay, TimeUnit unit) {
            delayNanos = unit.toNanos(delay);
            return super.schedule(task, delay, unit);
        }
    }

    @Test
    void timersFallDueOnOneGridAndNeverBeforeTheirTime() {
        Random random = new Random(7);
        try (Asked executor = new Asked()) {
            TaskLoop loop = TaskLoop.on(executor);
            for (int i = 0; i < 200; i++) {
                long wanted = random.nextLong(40_000_000);
                long before = System.nanoTime();
                loop.schedule(wanted, () -> {}).cancel();
                long after = System.nanoTime();

                assertThat(executor.delayNanos).isBetween(wanted, wanted + GRID - 1);
                long gridLine = Math.ceilDiv(before + executor.delayNanos, GRID) * GRID;
                assertThat(gridLine).isLessThanOrEqualTo(after + executor.delayNanos);
            }
        }
    }
}
