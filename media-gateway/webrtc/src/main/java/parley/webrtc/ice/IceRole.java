package parley.webrtc.ice;

import parley.webrtc.stun.AttributeType;
import parley.webrtc.stun.StunMessage;

/** Which end decides, and how two that both want to, or neither, agree: RFC 8445, section 7.3.1.1. */
final class IceRole {
    private final boolean lite;
    private final long tieBreaker;
    private boolean controlling;

    /** @param lite never controls */
    IceRole(boolean lite, boolean controlling, long tieBreaker) {
        this.lite = lite;
        this.tieBreaker = tieBreaker;
        set(controlling);
    }

    boolean controlling() {
        return controlling;
    }

    long tieBreaker() {
        return tieBreaker;
    }

    void set(boolean nowControlling) {
        controlling = nowControlling && !lite;
    }

    /** Whether the sender of this request believes to have our role. */
    boolean conflictsWith(StunMessage request) {
        return request.has(attribute());
    }

    /** Settles a conflict. Whether the request may be answered with success. */
    boolean resolve(StunMessage request) {
        long theirs = request.tieBreaker(attribute()).orElse(0);
        boolean oursIsLarger = Long.compareUnsigned(tieBreaker, theirs) >= 0;
        if (lite) {
            return true; // a lite agent has no other role to go to
        }
        if (controlling == oursIsLarger) {
            return false;
        }
        controlling = !controlling;
        return true;
    }

    /** The peer has settled it. */
    void turn() {
        controlling = !controlling;
    }

    private int attribute() {
        return controlling ? AttributeType.ICE_CONTROLLING : AttributeType.ICE_CONTROLLED;
    }
}
