package parley.server.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import parley.gateway.v1.EventKind;
import parley.gateway.v1.MeetingEvent;
import parley.gateway.v1.StateEvent;
import parley.gateway.v1.TranscriptEvent;
import parley.server.event.EncodedEvent;
import parley.server.event.EventFilter;
import parley.server.event.EventRing;
import parley.server.event.SubscriberCounters;
import parley.server.event.Subscription;
import parley.server.gateway.Operations.Subscriber;

class BroadcastTest {
    private static final int CAPACITY = 8;
    private static final EventFilter WORDS = new EventFilter(Set.of(EventKind.EVENT_KIND_TRANSCRIPT), false, Set.of());

    private final EventRing ring = new EventRing(CAPACITY);
    private final SubscriberCounters counters = new SubscriberCounters();
    private final Broadcast broadcast = new Broadcast(ring, counters);
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
    void shouldTellTheOthersWhereOneConnectionFails() {
        Sink broken = new Sink();
        Subscriber failing = broadcast.add(subscription(WORDS, broken), loop);
        Sink other = join(WORDS);
        broken.failure = new IllegalStateException("the connection is in no state for this");
        publish(words());
        broken.failure = null;
        int asked = broken.asked;
        publish(words());
        failing.drained();
        run();
        assertThat(other.seen).containsExactly(1L, 2L);
        assertThat(broken.asked).isEqualTo(asked);
        assertThat(counters.failures()).isEqualTo(1);
    }

    @Test
    void shouldTellNothingToWhoHasLeftWhileThePastWasRead() {
        for (int i = 0; i < 2 * CAPACITY; i++) {
            publish(words());
        }
        List<Consumer<List<EncodedEvent>>> answers = new ArrayList<>();
        Sink sink = new Sink();
        Subscriber leaving = broadcast.add(
                new Subscription(ring, (asker, from, limit, then) -> answers.add(then), WORDS, 0, sink, gone -> {}),
                loop);
        run();
        leaving.cancel();
        run();
        answers.getFirst().accept(List.of(new EncodedEvent(words().setSeq(1).build(), 0)));
        assertThat(sink.seen).isEmpty();
    }

    @Test
    void shouldEndAlsoForWhoWantedNoneOfIt() {
        Sink words = join(WORDS);
        publish(state());
        broadcast.end();
        run();
        assertThat(words.over).isCompleted();
    }

    @Test
    void shouldEndForWhoComesAfterTheEnd() {
        broadcast.end();
        assertThat(join(WORDS).over).isCompleted();
    }

    @Test
    @Timeout(60)
    void shouldTellEachWhatItWantsWhileOthersComeAndGo() {
        int events = 3_000;
        EventRing large = new EventRing(events + 1);
        Broadcast meeting = new Broadcast(large, counters);
        Map<Sink, EventFilter> stayed = new LinkedHashMap<>();
        Random random = new Random(1);
        try (ExecutorService one = Executors.newSingleThreadExecutor();
                ExecutorService other = Executors.newSingleThreadExecutor()) {
            List<Subscriber> passing = new ArrayList<>();
            for (int i = 0; i < events; i++) {
                MeetingEvent.Builder event = random.nextInt(4) == 0 ? words() : state();
                large.add(new EncodedEvent(event.setSeq(large.last() + 1).build(), 0));
                meeting.wake();
                if (random.nextInt(20) == 0) {
                    EventFilter filter = random.nextBoolean() ? WORDS : EventFilter.ALL;
                    Sink sink = new Sink();
                    Subscriber subscriber =
                            meeting.add(subscription(large, filter, 0, sink), random.nextBoolean() ? one : other);
                    if (random.nextBoolean()) {
                        stayed.put(sink, filter);
                    } else {
                        passing.add(subscriber);
                    }
                }
                if (!passing.isEmpty() && random.nextInt(20) == 0) {
                    passing.remove(random.nextInt(passing.size())).cancel();
                }
            }
            meeting.end();
            stayed.keySet().forEach(sink -> sink.over.join());
        }
        assertThat(stayed).hasSizeGreaterThan(50);
        stayed.forEach((sink, filter) -> assertThat(sink.seen)
                .isEqualTo(LongStream.rangeClosed(1, events)
                        .filter(seq -> large.get(seq).filter(filter::wants).isPresent())
                        .boxed()
                        .toList()));
    }

    private Sink join(EventFilter filter) {
        Sink sink = new Sink();
        broadcast.add(subscription(filter, sink), loop);
        run();
        return sink;
    }

    private Subscription subscription(EventFilter filter, Sink sink) {
        return subscription(ring, filter, ring.last(), sink);
    }

    private static Subscription subscription(EventRing ring, EventFilter filter, long after, Sink sink) {
        return new Subscription(
                ring, (asker, from, limit, then) -> then.accept(List.of()), filter, after, sink, gone -> {});
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
        private @Nullable RuntimeException failure;
        private final CompletableFuture<Void> over = new CompletableFuture<>();

        @Override
        public boolean writable() {
            asked++;
            return room > 0;
        }

        @Override
        public void send(EncodedEvent event) {
            if (failure != null) {
                throw failure;
            }
            room--;
            seen.add(event.seq());
        }

        @Override
        public void complete() {
            over.complete(null);
        }
    }
}
