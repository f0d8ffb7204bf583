package parley.server.gateway;

import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import parley.archive.recording.DiskQueue;
import parley.archive.transcript.MeetingRecord;
import parley.archive.transcript.StoreException;
import parley.archive.transcript.TranscriptStore;
import parley.conversation.driver.MeetingDriver;
import parley.conversation.driver.MeetingObserver;
import parley.conversation.event.MeetingEvent;
import parley.conversation.event.MeetingState;
import parley.conversation.event.Published;
import parley.conversation.meeting.MeetingView;
import parley.server.event.EncodedEvent;
import parley.server.event.EventFilter;
import parley.server.event.EventMessages;
import parley.server.event.EventRing;
import parley.server.event.SubscriberCounters;
import parley.server.event.Subscription;
import parley.server.gateway.Operations.Subscriber;

/**
 * A meeting that lasts, with its newest events for subscribers. Final words are told once the disk has them, and what
 * follows them waits too: whoever reconnects after a crash must not have seen what the store has lost. {@link #published}
 * comes on the meeting's loop and never waits; the rest is for any thread.
 */
final class HostedMeeting implements MeetingObserver {
    private static final Logger LOG = LoggerFactory.getLogger(HostedMeeting.class);
    private static final int RING = 4096;

    private final MeetingDriver driver;
    private final MeetingRecord record;
    private final TranscriptStore store;
    private final Executor background;
    private final SubscriberCounters subscribers;
    private final EventRing ring = new EventRing(RING);
    private final Broadcast broadcast;
    private final WrittenFirst told;
    private volatile long admittedMillis = -1;

    /** @param disk where the meeting's words are on their way to the store before they come here */
    HostedMeeting(
            MeetingDriver driver,
            MeetingRecord record,
            TranscriptStore store,
            Executor background,
            DiskQueue disk,
            SubscriberCounters subscribers) {
        this.driver = driver;
        this.record = record;
        this.store = store;
        this.background = background;
        this.subscribers = subscribers;
        broadcast = new Broadcast(ring, subscribers);
        told = new WrittenFirst(ring, disk, broadcast::wake);
    }

    MeetingDriver driver() {
        return driver;
    }

    MeetingRecord record() {
        return record;
    }

    /** When somebody let the agent in, in milliseconds since the meeting was opened. */
    OptionalLong admittedMillis() {
        return admittedMillis < 0 ? OptionalLong.empty() : OptionalLong.of(admittedMillis);
    }

    @Override
    public void published(Published published) {
        if (admittedMillis < 0
                && published.event() instanceof MeetingEvent.StateChanged change
                && change.state() == MeetingState.IN_CALL) {
            admittedMillis = published.atMillis();
        }
        boolean finalWords = published.event() instanceof MeetingEvent.Transcript words && words.closed();
        told.add(new EncodedEvent(EventMessages.of(record.id(), published), System.nanoTime()), finalWords);
    }

    @Override
    public void ended(MeetingView last) {
        told.end(broadcast::end);
    }

    Subscriber subscribe(EventFilter filter, long afterSeq, Subscription.Sink sink, Executor loop) {
        Subscription.Past past = (asker, after, limit, then) -> background.execute(() -> {
            List<EncodedEvent> found = stored(after, limit);
            loop.execute(() -> {
                then.accept(found);
                broadcast.resume(asker, loop);
            });
        });
        Subscription subscription = new Subscription(ring, past, filter, afterSeq, sink, subscribers::missed);
        subscribers.came();
        Subscriber added = broadcast.add(subscription, loop);
        AtomicBoolean gone = new AtomicBoolean();
        return new Subscriber() {
            @Override
            public void drained() {
                added.drained();
            }

            @Override
            public void cancel() {
                if (gone.compareAndSet(false, true)) {
                    subscribers.left();
                    added.cancel();
                }
            }
        };
    }

    private List<EncodedEvent> stored(long afterSeq, int limit) {
        try {
            return StoredEvents.decode(record.id(), store.events(record.id(), afterSeq, limit));
        } catch (StoreException e) {
            LOG.warn("cannot read events of meeting {}", record.id(), e);
            return List.of();
        }
    }
}
