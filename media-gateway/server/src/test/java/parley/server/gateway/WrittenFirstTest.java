package parley.server.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import parley.archive.recording.DiskQueue;
import parley.gateway.v1.MeetingEvent;
import parley.server.event.EncodedEvent;
import parley.server.event.EventRing;

final class WrittenFirstTest {
    private final EventRing ring = new EventRing(16);
    private final AtomicInteger woken = new AtomicInteger();

    @Test
    void shouldTellFinalWordsAndWhatFollowsOnlyWhenTheDiskHasThem() throws Exception {
        CountDownLatch slow = new CountDownLatch(1);
        CountDownLatch over = new CountDownLatch(1);
        try (DiskQueue disk = new DiskQueue(8)) {
            WrittenFirst told = new WrittenFirst(ring, disk, woken::incrementAndGet);
            told.add(event(1), false);
            assertThat(ring.last()).isEqualTo(1);

            disk.submit(slow::await);
            told.add(event(2), true);
            told.add(event(3), false);
            told.add(event(4), true);
            told.add(event(5), false);
            assertThat(ring.last()).isEqualTo(1);
            assertThat(woken).hasValue(1);

            told.end(over::countDown);
            slow.countDown();
            over.await();
            assertThat(ring.last()).isEqualTo(5);
        }
    }

    @Test
    void shouldNotWaitForADiskThatTakesNoMore() {
        DiskQueue disk = new DiskQueue(8);
        disk.close();
        WrittenFirst told = new WrittenFirst(ring, disk, woken::incrementAndGet);
        told.add(event(1), true);
        told.add(event(2), false);
        assertThat(ring.last()).isEqualTo(2);
        CountDownLatch over = new CountDownLatch(1);
        told.end(over::countDown);
        assertThat(over.getCount()).isZero();
    }

    @Test
    void shouldHoldNoMoreThanARingOfEvents() throws Exception {
        CountDownLatch slow = new CountDownLatch(1);
        try (DiskQueue disk = new DiskQueue(8)) {
            WrittenFirst told = new WrittenFirst(ring, disk, woken::incrementAndGet);
            disk.submit(slow::await);
            told.add(event(1), true);
            for (int seq = 2; seq <= 4_097; seq++) {
                told.add(event(seq), false);
            }
            assertThat(ring.last()).isEqualTo(4_097);
            slow.countDown();
        }
    }

    private static EncodedEvent event(long seq) {
        return new EncodedEvent(MeetingEvent.newBuilder().setSeq(seq).build(), 0);
    }
}
