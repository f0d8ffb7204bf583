package parley.webrtc.ice;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import parley.webrtc.stun.TransactionId;

/** The checks of one agent whose answers are awaited. */
final class PendingChecks {
    private final Map<TransactionId, PendingCheck> checks = new LinkedHashMap<>();

    void put(TransactionId id, PendingCheck check) {
        checks.put(id, check);
    }

    @Nullable
    PendingCheck get(TransactionId id) {
        return checks.get(id);
    }

    void remove(TransactionId id) {
        checks.remove(id);
    }

    void clear() {
        checks.clear();
    }

    boolean nominating() {
        return checks.values().stream().anyMatch(PendingCheck::nominating);
    }

    long nextSendNanos(long atMostNanos) {
        long next = atMostNanos;
        for (PendingCheck check : checks.values()) {
            next = Math.min(next, check.request().nextSendNanos());
        }
        return next;
    }

    /** What has to be sent again now. Checks that were sent often enough are given up, and their pairs have failed. */
    List<PendingRequest> due(long nowNanos, @Nullable CandidatePair selected) {
        List<PendingRequest> again = new ArrayList<>();
        for (Iterator<Map.Entry<TransactionId, PendingCheck>> it =
                        checks.entrySet().iterator();
                it.hasNext(); ) {
            Map.Entry<TransactionId, PendingCheck> entry = it.next();
            PendingCheck check = entry.getValue();
            if (!check.request().due(nowNanos)) {
                continue;
            }
            CandidatePair pair = check.pair();
            if (check.request().exhausted() || pair.equals(selected)) {
                it.remove(); // consent is asked for anew each time, never repeated (RFC 7675, section 5.1)
                if (pair.state == CandidatePair.State.IN_PROGRESS) {
                    pair.state = CandidatePair.State.FAILED;
                }
            } else {
                PendingCheck repeated = check.sentAgain(nowNanos);
                entry.setValue(repeated);
                again.add(repeated.request());
            }
        }
        return again;
    }
}
