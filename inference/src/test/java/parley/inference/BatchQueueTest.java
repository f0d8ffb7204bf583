package parley.inference;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class BatchQueueTest {
    private static final long MILLI = 1_000_000;

    private static BatchQueue<String> queue(int largest, int capacity, Overload overload) {
        // Words of the same first letter may run together; a shout is urgent.
        return new BatchQueue<>(
                new BatcherSettings(Duration.ofMillis(4), largest, capacity, overload),
                (a, b) -> a.charAt(0) == b.charAt(0),
                word -> word.endsWith("!"));
    }

    @Test
    void shouldWaitForCompanyNoLongerThanTheWindow() {
        BatchQueue<String> queue = queue(8, 16, Overload.REFUSE);
        assertThat(queue.dueNanos()).isEqualTo(Long.MAX_VALUE);
        queue.offer("ant", 10 * MILLI);
        queue.offer("ape", 13 * MILLI);
        assertThat(queue.dueNanos()).isEqualTo(14 * MILLI);
        assertThat(queue.oldestAgeNanos(15 * MILLI)).isEqualTo(5 * MILLI);
        assertThat(queue.take(1)).containsExactly("ant", "ape");
        assertThat(queue.size()).isZero();
    }

    @Test
    void shouldBeDueAtOnceWhenFullOrUrgent() {
        BatchQueue<String> queue = queue(2, 16, Overload.REFUSE);
        queue.offer("ant", 10 * MILLI);
        queue.offer("ape", 11 * MILLI);
        assertThat(queue.dueNanos()).isEqualTo(10 * MILLI);
        queue.take(1);
        queue.offer("bee", 20 * MILLI);
        queue.offer("cat!", 21 * MILLI);
        assertThat(queue.dueNanos()).isEqualTo(20 * MILLI);
        assertThat(queue.take(1)).containsExactly("cat!");
        assertThat(queue.dueNanos()).isEqualTo(24 * MILLI);
    }

    @Test
    void shouldKeepIncompatibleRequestsForTheNextBatch() {
        BatchQueue<String> queue = queue(8, 16, Overload.REFUSE);
        List.of("ant", "bee", "ape", "bat").forEach(word -> queue.offer(word, 0));
        assertThat(queue.take(1)).containsExactly("ant", "ape");
        assertThat(queue.take(1)).containsExactly("bee", "bat");
    }

    @Test
    void shouldShareALargeCrowdAmongThoseWhoAreFree() {
        BatchQueue<String> queue = queue(32, 64, Overload.REFUSE);
        for (int i = 0; i < 20; i++) {
            queue.offer("ant" + i, 10 * MILLI);
        }
        assertThat(queue.take(2)).hasSize(10).startsWith("ant0");
        assertThat(queue.dueNanos()).isEqualTo(10 * MILLI);
        assertThat(queue.take(1)).hasSize(10).endsWith("ant19");
        for (int i = 0; i < 8; i++) {
            queue.offer("ape" + i, 20 * MILLI);
        }
        assertThat(queue.dueNanos()).isEqualTo(24 * MILLI);
        assertThat(queue.take(2)).hasSize(8);
    }

    @Test
    void shouldRefuseTheNewestOrDropTheOldest() {
        BatchQueue<String> refusing = queue(2, 2, Overload.REFUSE);
        refusing.offer("ant", 0);
        refusing.offer("ape", 1);
        assertThat(refusing.offer("asp", 2)).containsExactly("asp");
        assertThat(refusing.drain()).containsExactly("ant", "ape");

        BatchQueue<String> dropping = queue(2, 2, Overload.DROP_OLDEST);
        dropping.offer("ant!", 0);
        dropping.offer("ape", 1);
        assertThat(dropping.offer("asp", 2)).containsExactly("ant!");
        assertThat(dropping.take(1)).containsExactly("ape", "asp");
        assertThat(dropping.dueNanos()).isEqualTo(Long.MAX_VALUE);
    }
}
