package parley.server.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class InOrderTest {
    private static final int TASKS = 1_000;

    @Test
    void shouldRunOneAfterTheOtherWhateverBecomesOfThem() throws Exception {
        InOrder order = new InOrder(Executors.newVirtualThreadPerTaskExecutor());
        List<Integer> ran = new ArrayList<>(); // not safe for two at once, which is the point
        CountDownLatch done = new CountDownLatch(TASKS);
        for (int i = 0; i < TASKS; i++) {
            int task = i;
            order.execute(() -> {
                ran.add(task);
                done.countDown();
                if (task == TASKS / 2) {
                    throw new IllegalStateException("task " + task);
                }
            });
        }
        assertThat(done.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(ran).hasSize(TASKS).isSorted();
    }
}
