package parley.server.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.Executor;
import org.junit.jupiter.api.Test;
import parley.gateway.v1.EventKind;
import parley.gateway.v1.MeetingEvent;
import parley.gateway.v1.StateEvent;
import parley.gateway.v1.TranscriptEvent;
import parley.server.event.EncodedEvent;
import parley.server.event.EventFilter;
import parley.server.event.EventRing;
import parley.server.event.Subscription;
import parley.server.gateway.Operations.Subscriber;

class BroadcastTest {
    private static final int CAPACITY = 8;
    private static final EventFilter WORDS = new EventFilter(Set.of(EventKind.EVENT_KIND_TRANSCRIPT), false, Set.of());

    private final EventRing ring = new EventRing(CAPACITY);
    private final Broadcast broadcast = new Broadcast(ring);
    private final Queue<Runnable> tasks = new ArrayDeque<>();
    /** Runs its tasks when the test says so. */
    private final Executor loop = tasks::add;

    @Test
    void shouldTellEverybodyWhatTheyWant() {
        Sink words = join(WORDS);
        Sink all = join(EventFilter.ALL);
        publish(state());
        publish(words());
        assertThat(words.seen).containsExactly(2L);
        assertThat(all.seen).containsExactly(1L, 2L);
    }

    @Test
    void shouldNotAskAnybodyForWhatNobodyWants() {
        Sink words = join(WORDS);
        int before = words.asked;
        publish(state());
        assertThat(words.asked).isEqualTo(before);
        publish(words());
        assertThat(words.seen).containsExactly(2L);
    }

    @Test
    void shouldNotCallItAGapThatNobodyWantedAnythingForLong() {
        Sink words = join(WORDS);
        for (int i = 0; i < 3 * CAPACITY; i++) {
            publish(state());
        }
        publish(words());
        assertThat(words.seen).containsExactly(3L * CAPACITY + 1);
    }

    @Test
    void shouldServeWhoComesAsTheLastOneLeaves() {
        Subscriber last = broadcast.add(subscription(WORDS, new Sink()), loop);
        run();
        Sink next = new Sink();
        last.cancel();
        broadcast.add(subscription(WORDS, next), loop);
        run();
        publish(words());
        assertThat(next.seen).containsExactly(1L);
    }

    @Test
    void shouldGoOnWithOneThatCanTakeMoreAndLeaveTheOthers() {
        Sink slow = new Sink();
        Subscriber subscriber = broadcast.add(subscription(WORDS, slow), loop);
        Sink other = join(WORDS);
        slow.room = 0;
        publish(words());
        int before = other.asked;
        slow.room = 1;
        subscriber.drained();
        run();
        assertThat(slow.seen).containsExactly(1L);
        assertThat(other.asked).isEqualTo(before);
    }

    @Test
    void shouldEndAlsoForWhoWantedNoneOfIt() {
        Sink words = join(WORDS);
        publish(state());
        broadcast.end();
        run();
        assertThat(words.complete).isTrue();
    }

    @Test
    void shouldEndForWhoComesAfterTheEnd() {
        broadcast.end();
        assertThat(join(WORDS).complete).isTrue();
    }

    private Sink join(EventFilter filter) {
        Sink sink = new Sink();
        broadcast.add(subscription(filter, sink), loop);
        run();
        return sink;
    }

    private Subscription subscription(EventFilter filter, Sink sink) {
        return new Subscription(
                ring, (asker, after, limit, then) -> then.accept(List.of()), filter, ring.last(), sink, gone -> {});
    }

    private void publish(MeetingEvent.Builder event) {
        ring.add(new EncodedEvent(event.setSeq(ring.last() + 1).build(), 0));
        broadcast.wake();
        run();
    }

    private void run() {
        for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
            task.run();
        }
    }

    private static MeetingEvent.Builder state() {
        return MeetingEvent.newBuilder().setState(StateEvent.getDefaultInstance());
    }

    private static MeetingEvent.Builder words() {
        return MeetingEvent.newBuilder().setTranscript(TranscriptEvent.getDefaultInstance());
    }

    private static final class Sink implements Subscription.Sink {
        private final List<Long> seen = new ArrayList<>();
        private int room = Integer.MAX_VALUE;
        private int asked;
        private boolean complete;

        @Override
        public boolean writable() {
            asked++;
            return room > 0;
        }

        @Override
        public void send(EncodedEvent event) {
            room--;
            seen.add(event.seq());
        }

        @Override
        public void complete() {
            complete = true;
        }
    }
}
