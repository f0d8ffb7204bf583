package parley.webrtc.ice;

import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * A request whose answer is awaited, with its retransmissions (RFC 8489, section 6.2.1).
 *
 * @param pair absent for questions to STUN servers
 */
@SuppressWarnings("ArrayRecordComponent") // sent again as it is, never compared
record PendingCheck(
        @Nullable CandidatePair pair,
        InetSocketAddress from,
        InetSocketAddress to,
        byte[] bytes,
        boolean nominating,
        boolean asControlling,
        int sends,
        long nextSendNanos,
        long rtoNanos) {
    static final long FIRST_RTO_NANOS = 100_000_000L;
    /** 0.1 + 0.2 + 0.4 + 0.8 + 1.6 s and a last wait: about 5 s for a pair. */
    static final int MOST_SENDS = 6;

    PendingCheck sentAgain(long nowNanos) {
        long rto = Math.min(2 * rtoNanos, 1_600_000_000L);
        return new PendingCheck(pair, from, to, bytes, nominating, asControlling, sends + 1, nowNanos + rto, rto);
    }

    boolean exhausted() {
        return sends >= MOST_SENDS;
    }
}
