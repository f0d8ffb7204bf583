package parley.archive.transcript;

import java.util.List;
import java.util.Optional;

/**
 * Where transcripts are kept. All methods may block and may be called by any thread but an event loop; {@link #add} and
 * {@link #append} return when the row is safe from a crash of this process.
 */
public interface TranscriptStore extends AutoCloseable {
    void opened(MeetingRecord meeting) throws StoreException;

    /** Notes by which request of a tenant a meeting was opened. The key itself is not kept, only what tells it again. */
    void requested(String tenant, String requestKey, String meetingId) throws StoreException;

    /** The meeting that such a request opened, as long as anything of it is kept. */
    Optional<String> openedBy(String tenant, String requestKey) throws StoreException;

    void ended(String meetingId, long endedUnixMillis, String reason) throws StoreException;

    Optional<MeetingRecord> meeting(String meetingId) throws StoreException;

    /** Newest first; {@code beforeUnixMillis} pages on. */
    List<MeetingRecord> meetings(String tenant, boolean liveOnly, long beforeUnixMillis, int limit)
            throws StoreException;

    /** Stores utterances, or replaces older revisions of them. */
    void add(List<StoredUtterance> utterances) throws StoreException;

    /** In order of time. */
    List<StoredUtterance> transcript(String meetingId) throws StoreException;

    void append(String meetingId, List<StoredEvent> events) throws StoreException;

    List<StoredEvent> events(String meetingId, long afterSeq, int limit) throws StoreException;

    /** All events of these kinds, in their order. */
    List<StoredEvent> events(String meetingId, List<String> kinds) throws StoreException;

    /** The number of a meeting's newest event; 0 where there is none. */
    long lastSeq(String meetingId) throws StoreException;

    /** Full text over all meetings of a tenant, best first. What is no query of words finds nothing. */
    List<SearchHit> search(String tenant, String query, int offset, int limit) throws StoreException;

    /** Keeps a document with the meeting, for instance its minutes; replaces an older one of that name. */
    void keep(String meetingId, String name, String content) throws StoreException;

    Optional<String> kept(String meetingId, String name) throws StoreException;

    /** Meetings that keep a document of the first name and none of the second. */
    List<String> having(String name, String without) throws StoreException;

    /** Removes everything of a meeting; the number of rows that went. */
    int delete(String meetingId) throws StoreException;

    /** Meetings of a tenant that ended before that moment. */
    List<MeetingRecord> endedBefore(String tenant, long unixMillis) throws StoreException;

    /** Everybody who has a meeting here. */
    List<String> tenants() throws StoreException;

    /** Closes meetings that a crash left open; their ids. */
    List<String> closeAbandoned(long nowUnixMillis) throws StoreException;

    @Override
    void close() throws StoreException;
}
