package parley.archive.retention;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import parley.archive.recording.DiskQueue;
import parley.archive.sealing.DataKeys;
import parley.archive.transcript.MeetingRecord;
import parley.archive.transcript.StoreException;
import parley.archive.transcript.TranscriptStore;

/** Deletes meetings: on request, and when they have been kept long enough. May block; not for event loops. */
public final class Retention {
    private static final long DAY_MILLIS = 86_400_000L;
    private static final long PATIENCE_MILLIS = 30_000;
    private static final Logger LOG = LoggerFactory.getLogger(Retention.class);

    private final TranscriptStore store;
    private final MeetingFolders folders;
    private final DataKeys keys;
    private final DiskQueue disk;
    private final List<Elsewhere> elsewhere;

    /** Somewhere else where something of a meeting is kept. */
    @FunctionalInterface
    public interface Elsewhere {
        void forget(String meetingId) throws IOException, StoreException;
    }

    /** @param disk what it still has of a meeting is written before the meeting is deleted, and not after */
    public Retention(
            TranscriptStore store, MeetingFolders folders, DataKeys keys, DiskQueue disk, List<Elsewhere> elsewhere) {
        this.store = store;
        this.folders = folders;
        this.keys = keys;
        this.disk = disk;
        this.elsewhere = List.copyOf(elsewhere);
    }

    /**
     * Removes every row and file of a meeting that is over, and what is kept of it elsewhere. Its key goes first: whatever
     * copies there are cannot be read from then on. Its row goes last: one that is left says that something is left.
     */
    public MeetingFolders.Removed delete(String tenant, String meetingId) throws IOException, StoreException {
        try {
            if (!disk.awaitWritten(PATIENCE_MILLIS)) {
                throw new IOException("the disk is too busy to delete meeting " + meetingId + " now");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
        keys.destroy(meetingId);
        for (Elsewhere place : elsewhere) {
            place.forget(meetingId);
        }
        MeetingFolders.Removed removed = folders.remove(tenant, meetingId);
        store.delete(meetingId);
        LOG.info("meeting {} of {} is deleted, {} files", meetingId, tenant, removed.files());
        return removed;
    }

    /** Deletes what a tenant has kept for longer than that many days; the ids that went. */
    public List<String> expire(String tenant, int days, long nowUnixMillis) throws IOException, StoreException {
        List<String> gone = new ArrayList<>();
        for (MeetingRecord old : store.endedBefore(tenant, nowUnixMillis - days * DAY_MILLIS)) {
            delete(tenant, old.id());
            gone.add(old.id());
        }
        return gone;
    }
}
