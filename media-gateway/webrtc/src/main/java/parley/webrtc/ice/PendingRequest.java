package parley.webrtc.ice;

import java.net.InetSocketAddress;

/** A request whose answer is awaited, with its retransmissions (RFC 8489, section 6.2.1). */
@SuppressWarnings("ArrayRecordComponent") // sent again as it is, never compared
record PendingRequest(
        InetSocketAddress from, InetSocketAddress to, byte[] bytes, int sends, long nextSendNanos, long rtoNanos) {
    static final long FIRST_RTO_NANOS = 100_000_000L;
    private static final long LONGEST_RTO_NANOS = 1_600_000_000L;
    /** 0.1 + 0.2 + 0.4 + 0.8 + 1.6 s and a last wait: about 5 s in all. */
    static final int MOST_SENDS = 6;

    /** The first time that it is sent is now. */
    static PendingRequest first(
            InetSocketAddress from, InetSocketAddress to, byte[] bytes, long nowNanos, long rtoNanos) {
        return new PendingRequest(from, to, bytes, 1, nowNanos + rtoNanos, rtoNanos);
    }

    boolean due(long nowNanos) {
        return nowNanos - nextSendNanos >= 0;
    }

    boolean exhausted() {
        return sends >= MOST_SENDS;
    }

    PendingRequest sentAgain(long nowNanos) {
        long rto = Math.min(2 * rtoNanos, LONGEST_RTO_NANOS);
        return new PendingRequest(from, to, bytes, sends + 1, nowNanos + rto, rto);
    }
}
