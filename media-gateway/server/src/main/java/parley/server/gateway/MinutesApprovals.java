package parley.server.gateway;

import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import parley.archive.minutes.Minutes;
import parley.archive.transcript.MeetingRecord;
import parley.archive.transcript.StoreException;
import parley.archive.transcript.TranscriptStore;
import parley.gateway.v1.MinutesApproval;
import parley.server.json.ProtoJson;

/**
 * Who said that minutes may leave the gateway. The wish is written down first, then everybody is told, then it counts: what a
 * crash cuts off in between is told at the next start, and telling the same again sends nothing twice. May block.
 */
final class MinutesApprovals {
    private static final String APPROVED = "minutes-approval.json";
    private static final String WISHED = "minutes-approval-wish.json";

    private final TranscriptStore store;
    private final Listener listener;
    private final LongSupplier unixMillis;

    /** Told when minutes may leave; what it was told is on disk when it returns. May block. */
    @FunctionalInterface
    public interface Listener {
        void approved(MeetingRecord meeting, Minutes minutes, String by) throws StoreException;
    }

    MinutesApprovals(TranscriptStore store, Listener listener, LongSupplier unixMillis) {
        this.store = store;
        this.listener = listener;
        this.unixMillis = unixMillis;
    }

    Optional<MinutesApproval> of(String meetingId) throws StoreException {
        return read(meetingId, APPROVED);
    }

    /** The first approval counts; another one tells nobody anything. */
    synchronized void approve(MeetingRecord meeting, Minutes minutes, String by) throws StoreException {
        if (of(meeting.id()).isPresent()) {
            return;
        }
        Optional<MinutesApproval> wished = read(meeting.id(), WISHED);
        if (wished.isEmpty()) {
            wished = Optional.of(MinutesApproval.newBuilder()
                    .setBy(by)
                    .setAt(MeetingCalls.time(unixMillis.getAsLong()))
                    .build());
            store.keep(meeting.id(), WISHED, ProtoJson.write(wished.get()));
        }
        listener.approved(meeting, minutes, wished.get().getBy());
        store.keep(meeting.id(), APPROVED, ProtoJson.write(wished.get()));
    }

    /** Meetings whose approval was cut off. */
    List<String> unfinished() throws StoreException {
        return store.having(WISHED, APPROVED);
    }

    private Optional<MinutesApproval> read(String meetingId, String document) throws StoreException {
        Optional<String> kept = store.kept(meetingId, document);
        if (kept.isEmpty()) {
            return Optional.empty();
        }
        try {
            MinutesApproval.Builder approval = MinutesApproval.newBuilder();
            ProtoJson.read(kept.get(), approval);
            return Optional.of(approval.build());
        } catch (ProtoJson.Malformed e) {
            throw new StoreException("the approval of the minutes of " + meetingId + " cannot be read", e);
        }
    }
}
