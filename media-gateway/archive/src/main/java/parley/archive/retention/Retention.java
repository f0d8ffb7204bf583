package parley.archive.retention;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import parley.archive.transcript.MeetingRecord;
import parley.archive.transcript.StoreException;
import parley.archive.transcript.TranscriptStore;

/** Deletes meetings: on request, and when they have been kept long enough. May block; not for event loops. */
public final class Retention {
    private static final long DAY_MILLIS = 86_400_000L;
    private final TranscriptStore store;
    private final MeetingFolders folders;

    public Retention(TranscriptStore store, MeetingFolders folders) {
        this.store = store;
        this.folders = folders;
    }

    /** Removes every row and file of a meeting. Files go first: a row that is left says that something is left. */
    public MeetingFolders.Removed delete(String tenant, String meetingId) throws IOException, StoreException {
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
