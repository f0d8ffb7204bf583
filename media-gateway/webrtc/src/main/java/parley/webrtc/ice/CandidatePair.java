package parley.webrtc.ice;

import java.net.InetSocketAddress;

/** A local socket and a remote address, and what checks between them have shown. Belongs to one agent. */
final class CandidatePair {
    enum State {
        WAITING,
        IN_PROGRESS,
        SUCCEEDED,
        FAILED
    }

    final Candidate local;
    final Candidate remote;
    State state = State.WAITING;
    /** The peer asked for this pair (we are controlled), or we have (we are controlling). */
    boolean nominated;
    /** A check waits to be sent before all ordinary ones, RFC 8445, section 7.3.1.4. */
    boolean triggered;

    CandidatePair(Candidate local, Candidate remote) {
        this.local = local;
        this.remote = remote;
    }

    boolean joins(InetSocketAddress base, InetSocketAddress address) {
        return local.base().equals(base) && remote.address().equals(address);
    }

    /** RFC 8445, section 6.1.2.3. */
    long priority(boolean controlling) {
        long controllingPriority = controlling ? local.priority() : remote.priority();
        long controlledPriority = controlling ? remote.priority() : local.priority();
        return (Math.min(controllingPriority, controlledPriority) << 32)
                + 2 * Math.max(controllingPriority, controlledPriority)
                + (controllingPriority > controlledPriority ? 1 : 0);
    }

    @Override
    public String toString() {
        return local.base() + " to " + remote.address() + " " + state;
    }
}
