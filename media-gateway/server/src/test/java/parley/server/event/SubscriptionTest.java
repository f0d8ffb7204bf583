package parley.server.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import parley.gateway.v1.EventKind;
import parley.gateway.v1.MeetingEvent;
import parley.gateway.v1.StateEvent;
import parley.gateway.v1.TranscriptEvent;

class SubscriptionTest {
    private final EventRing ring = new EventRing(4);
    private final List<EncodedEvent> stored = new ArrayList<>();
    private final List<Long> seen = new ArrayList<>();
    private final List<String> gaps = new ArrayList<>();
    private int room = 1_000;
    private boolean complete;
    private int flushes;
    private long missed;

    private final Subscription.Sink sink = new Subscription.Sink() {
        @Override
        public boolean writable() {
            return room > 0;
        }

        @Override
        public void send(EncodedEvent event) {
            room--;
            if (event.message().hasGap()) {
                gaps.add(event.message().getGap().getFromSeq() + "-"
                        + event.message().getGap().getToSeq());
            } else {
                seen.add(event.seq());
            }
        }

        @Override
        public void flush() {
            flushes++;
        }

        @Override
        public void complete() {
            complete = true;
        }
    };

    @Test
    void shouldDeliverWhatWasAndWhatComes() {
        publish(3);
        Subscription subscription = subscribe(0);
        subscription.pump();
        publish(1);
        subscription.pump();
        assertThat(seen).containsExactly(1L, 2L, 3L, 4L);
    }

    @Test
    void shouldLetLeaveTogetherWhatIsDueTogether() {
        publish(4);
        Subscription subscription = subscribe(0);
        subscription.pump();
        assertThat(flushes).isEqualTo(1);
        subscription.pump();
        assertThat(flushes).isEqualTo(1);
    }

    @Test
    void shouldGoOnWhereASubscriberStopped() {
        publish(4);
        subscribe(2).pump();
        assertThat(seen).containsExactly(3L, 4L);
    }

    @Test
    void shouldReadFromTheStoreWhatTheRingHasLost() {
        publish(10);
        Subscription subscription = subscribe(0);
        while (subscription.pump()) {}
        assertThat(seen).containsExactly(1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L, 9L, 10L);
        assertThat(gaps).isEmpty();
    }

    @Test
    void shouldTellASlowSubscriberWhatItMissed() {
        Subscription subscription = subscribe(0);
        subscription.pump();
        publish(1);
        subscription.pump();
        room = 0;
        publish(10);
        subscription.pump();
        room = 100;
        subscription.pump();
        assertThat(gaps).containsExactly("2-7");
        assertThat(missed).isEqualTo(6);
        assertThat(seen).containsExactly(1L, 8L, 9L, 10L, 11L);
    }

    @Test
    void shouldEndWhenTheMeetingIsOver() {
        publish(2);
        Subscription subscription = subscribe(0);
        subscription.end();
        subscription.pump();
        assertThat(seen).hasSize(2);
        assertThat(complete).isTrue();
    }

    @Test
    void shouldFilter() {
        EventFilter filter = new EventFilter(Set.of(EventKind.EVENT_KIND_TRANSCRIPT), true, Set.of("p1"));
        assertThat(filter.wants(words("p1", true))).isTrue();
        assertThat(filter.wants(words("p1", false))).isFalse();
        assertThat(filter.wants(words("p2", true))).isFalse();
        assertThat(filter.wants(event(1))).isFalse();
    }

    private Subscription subscribe(long after) {
        return new Subscription(ring, this::past, EventFilter.ALL, after, sink, gone -> missed += gone);
    }

    private void past(Subscription asker, long after, int limit, Consumer<List<EncodedEvent>> then) {
        then.accept(stored.stream().filter(e -> e.seq() > after).limit(limit).toList());
    }

    private void publish(int count) {
        for (int i = 0; i < count; i++) {
            EncodedEvent event = event(ring.last() + 1);
            ring.add(event);
            stored.add(event);
        }
    }

    private static EncodedEvent event(long seq) {
        return new EncodedEvent(
                MeetingEvent.newBuilder()
                        .setSeq(seq)
                        .setState(StateEvent.getDefaultInstance())
                        .build(),
                0);
    }

    private static EncodedEvent words(String participant, boolean closed) {
        return new EncodedEvent(
                MeetingEvent.newBuilder()
                        .setSeq(1)
                        .setTranscript(TranscriptEvent.newBuilder()
                                .setParticipantId(participant)
                                .setFinal(closed))
                        .build(),
                0);
    }
}
