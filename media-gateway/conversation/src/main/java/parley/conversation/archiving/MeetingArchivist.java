package parley.conversation.archiving;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import parley.archive.minutes.BrainNote;
import parley.archive.minutes.Minutes;
import parley.archive.minutes.MinutesFormat;
import parley.archive.minutes.MinutesModel;
import parley.archive.minutes.ModelMinutes;
import parley.archive.minutes.RuleMinutes;
import parley.archive.recording.DiskQueue;
import parley.archive.transcript.MeetingRecord;
import parley.archive.transcript.StoreException;
import parley.archive.transcript.StoredEvent;
import parley.archive.transcript.StoredUtterance;
import parley.archive.transcript.TranscriptStore;
import parley.conversation.driver.MeetingObserver;
import parley.conversation.event.EventJson;
import parley.conversation.event.MeetingEvent;
import parley.conversation.event.Published;
import parley.conversation.event.TimedWord;
import parley.conversation.meeting.MeetingView;

/**
 * Writes one meeting's events and final words into the store as they come, and its minutes when it is over. Watches on the
 * meeting's loop; the disk's thread does the work.
 */
public final class MeetingArchivist implements MeetingObserver {
    /** The name under which a meeting's minutes are kept in the store. */
    public static final String MINUTES = "minutes.json";

    private static final Logger LOG = LoggerFactory.getLogger(MeetingArchivist.class);
    private final MeetingRecord meeting;
    private final TranscriptStore store;
    private final DiskQueue disk;
    private final LongSupplier unixMillis;
    private final Optional<MinutesModel> model;
    private final List<BrainNote> notes = new ArrayList<>();
    private final CompletableFuture<Minutes> minutes = new CompletableFuture<>();
    private Consumer<String> failed = message -> {};

    public MeetingArchivist(
            MeetingRecord meeting,
            TranscriptStore store,
            DiskQueue disk,
            LongSupplier unixMillis,
            Optional<MinutesModel> model) {
        this.meeting = meeting;
        this.store = store;
        this.disk = disk;
        this.unixMillis = unixMillis;
        this.model = model;
        onDisk(() -> store.opened(meeting));
    }

    /** Tells somebody when the store does not take what it is given. */
    public void onFailure(Consumer<String> listener) {
        failed = listener;
    }

    /** The minutes, once the meeting is over. */
    public CompletableFuture<Minutes> minutes() {
        return minutes;
    }

    @Override
    public void published(Published published) {
        if (published.event() instanceof MeetingEvent.Note note) {
            notes.add(new BrainNote(
                    note.noteId(),
                    note.kind(),
                    note.text(),
                    note.owner(),
                    note.due(),
                    note.utteranceIds(),
                    note.withdrawn(),
                    published.atMillis()));
        }
        if (published.event() instanceof MeetingEvent.Transcript words && !words.closed()) {
            // Live words are replaced by the final ones; kept they would only be in the way.
            return;
        }
        onDisk(() -> write(store, meeting.id(), List.of(published)));
    }

    /** Stores events, and words also where they are searched. May block. */
    public static void write(TranscriptStore store, String meetingId, List<Published> all) throws StoreException {
        List<StoredUtterance> said = new ArrayList<>();
        List<StoredEvent> events = new ArrayList<>(all.size());
        for (Published published : all) {
            if (published.event() instanceof MeetingEvent.Transcript words
                    && !words.text().isBlank()) {
                said.add(utterance(meetingId, published.seq(), words));
            }
            events.add(new StoredEvent(
                    published.seq(),
                    published.atMillis(),
                    published.event().kind(),
                    EventJson.of(published).toString()));
        }
        if (!said.isEmpty()) {
            store.add(said);
        }
        store.append(meetingId, events);
    }

    @Override
    public void ended(MeetingView last) {
        List<BrainNote> noted = List.copyOf(notes);
        onDisk(() -> store.ended(meeting.id(), unixMillis.getAsLong(), last.stateReason()));
        boolean taken = disk.submit(() -> Thread.ofVirtual().name("minutes").start(() -> write(noted)));
        if (!taken) {
            minutes.completeExceptionally(new IllegalStateException("the disk is too busy for minutes"));
        }
    }

    private void write(List<BrainNote> noted) {
        try {
            List<StoredUtterance> transcript = store.transcript(meeting.id());
            Minutes written = compose(transcript, noted);
            store.keep(meeting.id(), MINUTES, MinutesFormat.json(written));
            minutes.complete(written);
        } catch (StoreException | RuntimeException e) {
            LOG.warn("meeting {}: no minutes", meeting.id(), e);
            minutes.completeExceptionally(e);
        }
    }

    private Minutes compose(List<StoredUtterance> transcript, List<BrainNote> noted) {
        if (model.isPresent()) {
            try {
                return new ModelMinutes(model.get()).of(meeting.id(), meeting.title(), transcript, noted);
            } catch (java.io.IOException e) {
                LOG.warn("meeting {}: minutes by rules, the model failed: {}", meeting.id(), e.getMessage());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        return RuleMinutes.of(meeting.id(), meeting.title(), transcript, noted);
    }

    private static StoredUtterance utterance(String meetingId, long seq, MeetingEvent.Transcript words) {
        List<StoredUtterance.StoredWord> timed = new ArrayList<>(words.words().size());
        for (TimedWord word : words.words()) {
            timed.add(new StoredUtterance.StoredWord(
                    word.text(), word.startMillis(), word.endMillis(), word.confidence()));
        }
        return new StoredUtterance(
                meetingId,
                words.utteranceId(),
                words.participantId(),
                words.speaker(),
                words.text(),
                words.revision(),
                words.startMillis(),
                words.endMillis(),
                words.confidence(),
                words.language(),
                words.agent(),
                seq,
                timed);
    }

    private interface StoreWork {
        void run() throws StoreException;
    }

    private void onDisk(StoreWork work) {
        boolean taken = disk.submit(() -> {
            try {
                work.run();
            } catch (StoreException e) {
                LOG.warn("meeting {}: {}", meeting.id(), e.getMessage());
                failed.accept(e.getMessage());
            }
        });
        if (!taken) {
            failed.accept("the disk does not keep up; something of the transcript is missing");
        }
    }
}
