package parley.brain.sdk;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ThreadLoopsTest {
    private static final long PATIENCE = 30;

    private final ThreadLoops loops = new ThreadLoops();
    private final MeetingLoop loop = loops.get();
    private final BlockingQueue<Thread> ranOn = new LinkedBlockingQueue<>();

    @AfterEach
    void close() {
        loops.close();
    }

    private Thread next() throws InterruptedException {
        loop.execute(() -> ranOn.add(Thread.currentThread()));
        Thread thread = ranOn.poll(PATIENCE, TimeUnit.SECONDS);
        assertThat(thread).isNotNull();
        return thread;
    }

    /** A loaded machine may make quick tasks look slow for a while; in the end they are trusted. */
    private void earnTrust() throws InterruptedException {
        int tries = 0;
        while (next().isVirtual()) {
            assertThat(++tries).isLessThan(100_000);
        }
    }

    @Test
    void shouldBeginOnAThreadThatMayBlock() throws Exception {
        assertThat(next().isVirtual()).isTrue();
    }

    @Test
    void shouldRunQuickTasksOnTheThreadThatBringsThem() throws Exception {
        earnTrust();
        boolean here = false;
        for (int i = 0; i < 10_000 && !here; i++) {
            here = next().equals(Thread.currentThread());
        }
        assertThat(here).isTrue();
    }

    @Test
    void shouldNotTrustALoopThatWasSlow() throws Exception {
        earnTrust();
        loop.execute(() -> LockSupport.parkNanos(30_000_000));
        assertThat(next().isVirtual()).isTrue();
    }

    @Test
    void shouldRunOneTaskAfterTheOther() throws Exception {
        earnTrust();
        List<Integer> order = new ArrayList<>();
        CountDownLatch done = new CountDownLatch(2);
        loop.execute(() -> {
            loop.execute(() -> {
                order.add(2);
                done.countDown();
            });
            order.add(1);
            done.countDown();
        });
        assertThat(done.await(PATIENCE, TimeUnit.SECONDS)).isTrue();
        assertThat(order).containsExactly(1, 2);
    }
}
