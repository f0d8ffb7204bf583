package parley.archive.retention;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import parley.archive.sealing.DataKeys;
import parley.archive.transcript.MeetingRecord;
import parley.archive.transcript.StoreException;
import parley.archive.transcript.TranscriptStore;

/** Deletes meetings: on request, and when they have been kept long enough. May block; not for event loops. */
public final class Retention {
    private static final long DAY_MILLIS = 86_400_000L;
    private final TranscriptStore store;
    private final MeetingFolders folders;
    private final DataKeys keys;

    public Retention(TranscriptStore store, MeetingFolders folders, DataKeys keys) {
        this.store = store;
        this.folders = folders;
        this.keys = keys;
    }

    /**
     * Removes every row and file of a meeting. Its key goes first: whatever copies there are cannot be read from then on.
     * Rows go last: one that is left says that something is left.
     */
    public MeetingFolders.Removed delete(String tenant, String meetingId) throws IOException, StoreException {
        keys.destroy(meetingId);
        MeetingFolders.Removed removed = folders.remove(tenant, meetingId);
        store.delete(meetingId);
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
