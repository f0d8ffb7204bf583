package parley.webrtc.ice;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import parley.webrtc.stun.StunMessage;
import parley.webrtc.stun.StunWriter;
import parley.webrtc.stun.TransactionId;

/** Asks STUN servers for our addresses as they see them (RFC 8445, section 5.1.1.2). */
final class Gathering {
    private final List<InetSocketAddress> servers;
    private final RandomGenerator random;
    private final Map<TransactionId, PendingRequest> asked = new LinkedHashMap<>();

    Gathering(List<InetSocketAddress> servers, RandomGenerator random) {
        this.servers = servers;
        this.random = random;
    }

    /** What has to be sent now. */
    List<PendingRequest> begin(List<Candidate> locals, long nowNanos) {
        List<PendingRequest> requests = new ArrayList<>();
        for (InetSocketAddress server : servers) {
            for (Candidate host : locals) {
                if (host.type() == CandidateType.HOST
                        && !host.base().getAddress().isLoopbackAddress()) {
                    TransactionId id = TransactionId.random(random);
                    byte[] bytes = StunWriter.bindingRequest(id).fingerprinted();
                    PendingRequest request =
                            PendingRequest.first(host.base(), server, bytes, nowNanos, PendingRequest.FIRST_RTO_NANOS);
                    asked.put(id, request);
                    requests.add(request);
                }
            }
        }
        return requests;
    }

    /** Whether that is the answer to a question of ours. */
    boolean awaits(StunMessage answer, InetSocketAddress from) {
        PendingRequest request = asked.get(answer.transactionId());
        return request != null && request.to().equals(from);
    }

    /** The candidate that an awaited answer shows, where there is one that is not known yet. */
    Optional<Candidate> answered(StunMessage answer, List<Candidate> locals) {
        PendingRequest request = asked.remove(answer.transactionId());
        if (request == null || locals.size() >= CheckList.MOST_REMOTE_CANDIDATES) {
            return Optional.empty();
        }
        return answer.mappedAddress()
                .filter(mapped ->
                        locals.stream().noneMatch(known -> known.address().equals(mapped)))
                .map(mapped -> Candidate.serverReflexive(mapped, request.from(), 65_535 - locals.size()));
    }

    /** What has to be sent again now. Servers that were asked often enough are given up. */
    List<PendingRequest> due(long nowNanos) {
        List<PendingRequest> again = new ArrayList<>();
        for (Iterator<Map.Entry<TransactionId, PendingRequest>> it =
                        asked.entrySet().iterator();
                it.hasNext(); ) {
            Map.Entry<TransactionId, PendingRequest> entry = it.next();
            if (!entry.getValue().due(nowNanos)) {
                continue;
            }
            if (entry.getValue().exhausted()) {
                it.remove();
            } else {
                entry.setValue(entry.getValue().sentAgain(nowNanos));
                again.add(entry.getValue());
            }
        }
        return again;
    }

    long nextSendNanos(long atMostNanos) {
        return asked.values().stream().mapToLong(PendingRequest::nextSendNanos).reduce(atMostNanos, Math::min);
    }

    void close() {
        asked.clear();
    }
}
