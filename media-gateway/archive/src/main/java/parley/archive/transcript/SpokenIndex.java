package parley.archive.transcript;

import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import parley.archive.sealing.DataKeys;
import parley.archive.sqlite.SqliteFile;

/**
 * What was said in all meetings, in memory only, so that sealed meetings can be searched. It is filled anew at each start
 * while the gateway runs already; a search waits until it is whole. Any thread that may block.
 */
final class SpokenIndex {
    private static final Logger LOG = LoggerFactory.getLogger(SpokenIndex.class);

    private final SqliteTranscriptStore memory;
    private final CompletableFuture<Void> filled = new CompletableFuture<>();
    /** A meeting must not be deleted between being read and being put in. */
    private final ReentrantLock moving = new ReentrantLock();

    private volatile boolean closed;

    private SpokenIndex(SqliteTranscriptStore memory) {
        this.memory = memory;
    }

    static SpokenIndex empty() throws SQLException {
        SqliteFile file = SqliteFile.inMemory(SqliteTranscriptStore.VERSIONS);
        return new SpokenIndex(new SqliteTranscriptStore(file, DataKeys.none(), Optional.empty()));
    }

    /** Takes in what the store has, on a thread of its own: the database's library would hold a virtual thread fast. */
    void fill(SqliteTranscriptStore store) {
        Thread.ofPlatform().name("search-index").daemon().start(() -> {
            try {
                for (String meetingId : store.ids()) {
                    take(store, meetingId);
                }
                filled.complete(null);
            } catch (StoreException | RuntimeException e) {
                filled.completeExceptionally(e);
            }
        });
    }

    /** One meeting that cannot be read leaves the others to be searched. */
    private void take(SqliteTranscriptStore store, String meetingId) {
        moving.lock();
        try {
            Optional<MeetingRecord> meeting = closed ? Optional.empty() : store.meeting(meetingId);
            if (meeting.isPresent()) {
                List<StoredUtterance> transcript = store.transcript(meetingId);
                opened(meeting.get());
                add(transcript);
            }
        } catch (StoreException e) {
            if (!closed) {
                LOG.warn("meeting {} cannot be searched: {}", meetingId, e.getMessage());
            }
        } finally {
            moving.unlock();
        }
    }

    void opened(MeetingRecord meeting) throws StoreException {
        memory.opened(meeting);
    }

    /** Where each word lies is not looked for. */
    void add(List<StoredUtterance> utterances) throws StoreException {
        memory.add(utterances.stream().map(StoredUtterance::withoutWords).toList());
    }

    void delete(String meetingId) throws StoreException {
        moving.lock();
        try {
            memory.delete(meetingId);
        } finally {
            moving.unlock();
        }
    }

    List<SearchHit> search(String tenant, String query, int offset, int limit) throws StoreException {
        try {
            filled.join();
        } catch (CompletionException e) {
            throw new StoreException("cannot search what is sealed", e);
        }
        return memory.search(tenant, query, offset, limit);
    }

    void close() throws StoreException {
        moving.lock();
        try {
            closed = true;
            memory.close();
        } finally {
            moving.unlock();
        }
    }
}
