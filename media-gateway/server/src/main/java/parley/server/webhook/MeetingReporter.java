package parley.server.webhook;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import parley.archive.minutes.Minutes;
import parley.archive.recording.DiskQueue;
import parley.archive.transcript.MeetingRecord;
import parley.archive.transcript.StoreException;
import parley.archive.transcript.TranscriptStore;
import parley.brain.approval.Proposal;
import parley.conversation.driver.MeetingObserver;
import parley.conversation.event.MeetingEvent;
import parley.conversation.event.Published;
import parley.conversation.meeting.MeetingView;
import parley.server.event.EventMessages;
import parley.server.event.MinutesMessages;
import parley.server.event.ProposalMessages;
import parley.server.json.ProtoJson;

/**
 * Turns what happens in meetings into events for webhooks. Meetings tell it on their loops; the disk's thread writes the
 * deliveries down. Ids come from the meeting and its sequence numbers, so that nothing is told twice.
 */
public final class MeetingReporter {
    private static final Logger LOG = LoggerFactory.getLogger(MeetingReporter.class);

    private final Webhooks webhooks;
    private final TranscriptStore store;
    private final DiskQueue disk;
    private final Executor background;
    private final LongSupplier unixMillis;
    private final AtomicLong dropped = new AtomicLong();

    public MeetingReporter(
            Webhooks webhooks, TranscriptStore store, DiskQueue disk, Executor background, LongSupplier unixMillis) {
        this.webhooks = webhooks;
        this.store = store;
        this.disk = disk;
        this.background = background;
        this.unixMillis = unixMillis;
    }

    /** Events that were lost because the disk did not keep up. */
    public long dropped() {
        return dropped.get();
    }

    /** Reports one meeting; the answer has to watch it. */
    public MeetingObserver report(MeetingRecord meeting, CompletableFuture<Minutes> minutes) {
        if (webhooks.needed()) {
            minutes.thenAcceptAsync(
                    written -> tell(meeting, WebhookEvent.DRAFT, "draft", minutes(meeting, written)), background);
        }
        return new MeetingObserver() {
            @Override
            public void published(Published published) {
                if (!webhooks.needed()) {
                    return;
                }
                String seq = Long.toString(published.seq());
                if (published.event() instanceof MeetingEvent.StateChanged) {
                    onDisk(meeting, WebhookEvent.STATE, seq, published);
                } else if (published.event() instanceof MeetingEvent.Transcript words && words.closed()) {
                    onDisk(meeting, WebhookEvent.TRANSCRIPT, seq, published);
                }
            }

            @Override
            public void ended(MeetingView last) {
                MeetingReporter.this.ended(meeting, last.stateReason());
            }
        };
    }

    /** A meeting is over, also one that a crash cut off. */
    public void ended(MeetingRecord meeting, String reason) {
        if (webhooks.needed()) {
            ObjectNode data = data(meeting)
                    .put("reason", reason)
                    .put(
                            "opened",
                            Instant.ofEpochMilli(meeting.openedUnixMillis()).toString());
            submit(() -> tell(meeting, WebhookEvent.ENDED, "ended", data));
        }
    }

    /** Somebody said that the minutes may leave the gateway; the events are written down when this returns. */
    public void approved(MeetingRecord meeting, Minutes minutes, String by) throws StoreException {
        if (webhooks.needed()) {
            webhooks.tell(event(
                    meeting,
                    WebhookEvent.MINUTES,
                    "minutes",
                    minutes(meeting, minutes).put("approvedBy", by)));
        }
    }

    /** Words of a meeting that is over were put right; the event is written down when this returns. */
    public void corrected(MeetingRecord meeting, Published published) throws StoreException {
        if (webhooks.needed()) {
            String seq = Long.toString(published.seq());
            webhooks.tell(event(meeting, WebhookEvent.TRANSCRIPT, seq, data(meeting, published)));
        }
    }

    /** Something that an agent proposed has changed. Never blocks. */
    public void proposal(Proposal proposal) {
        if (!webhooks.needed()) {
            return;
        }
        submit(() -> {
            try {
                Optional<MeetingRecord> meeting = store.meeting(proposal.use().meetingId());
                if (meeting.isPresent()) {
                    ObjectNode data = data(meeting.get());
                    data.set("proposal", ProtoJson.toJson(ProposalMessages.of(proposal)));
                    String type = WebhookEvent.of(proposal.state());
                    tell(meeting.get(), type, proposal.id() + "_" + ProposalMessages.word(proposal.state()), data);
                }
            } catch (StoreException e) {
                dropped.incrementAndGet();
                LOG.warn("proposal {}: nobody is told: {}", proposal.id(), e.getMessage());
            }
        });
    }

    private void onDisk(MeetingRecord meeting, String type, String id, Published published) {
        submit(() -> tell(meeting, type, id, data(meeting, published)));
    }

    private void submit(Runnable work) {
        if (!disk.submit(work::run)) {
            dropped.incrementAndGet();
        }
    }

    private void tell(MeetingRecord meeting, String type, String id, ObjectNode data) {
        try {
            webhooks.tell(event(meeting, type, id, data));
        } catch (StoreException e) {
            dropped.incrementAndGet();
            LOG.warn("meeting {}: nobody is told {}: {}", meeting.id(), type, e.getMessage());
        }
    }

    private WebhookEvent event(MeetingRecord meeting, String type, String id, ObjectNode data) {
        return new WebhookEvent(
                "evt_" + meeting.id() + "_" + id, type, meeting.tenant(), meeting.id(), unixMillis.getAsLong(), data);
    }

    private static ObjectNode data(MeetingRecord meeting) {
        ObjectNode data = JsonNodeFactory.instance
                .objectNode()
                .put("meetingId", meeting.id())
                .put("tenant", meeting.tenant())
                .put("title", meeting.title())
                .put("agent", meeting.agent());
        meeting.attributes().forEach(data.putObject("attributes")::put);
        return data;
    }

    private static ObjectNode data(MeetingRecord meeting, Published published) {
        ObjectNode data = data(meeting);
        data.setAll(ProtoJson.toJson(EventMessages.of(meeting.id(), published)));
        return data;
    }

    private static ObjectNode minutes(MeetingRecord meeting, Minutes written) {
        ObjectNode data = data(meeting);
        data.set("minutes", ProtoJson.toJson(MinutesMessages.of(written).build()));
        return data;
    }
}
