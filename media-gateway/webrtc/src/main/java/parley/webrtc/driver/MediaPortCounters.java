package parley.webrtc.driver;

import java.util.concurrent.atomic.LongAdder;

/** What went through a port, for all its connections together. */
public final class MediaPortCounters {
    final LongAdder received = new LongAdder();
    final LongAdder sent = new LongAdder();
    final LongAdder unsent = new LongAdder();
    final LongAdder malformed = new LongAdder();
    final LongAdder unclaimed = new LongAdder();
    final LongAdder foreign = new LongAdder();
    final LongAdder overflowed = new LongAdder();
    final LongAdder socketErrors = new LongAdder();

    MediaPortCounters() {}

    public long received() {
        return received.sum();
    }

    public long sent() {
        return sent.sum();
    }

    /** Dropped because the socket was full or closed. */
    public long unsent() {
        return unsent.sum();
    }

    /** STUN that is none. */
    public long malformed() {
        return malformed.sum();
    }

    /** From addresses and for names that nobody knows. */
    public long unclaimed() {
        return unclaimed.sum();
    }

    /** From another machine, where only this one is heard. */
    public long foreign() {
        return foreign.sum();
    }

    /** Dropped because a connection's loop was too far behind. */
    public long overflowed() {
        return overflowed.sum();
    }

    public long socketErrors() {
        return socketErrors.sum();
    }
}
