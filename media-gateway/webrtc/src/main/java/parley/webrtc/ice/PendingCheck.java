package parley.webrtc.ice;

/** A check of a pair under way. */
record PendingCheck(CandidatePair pair, PendingRequest request, boolean nominating, boolean asControlling) {
    PendingCheck sentAgain(long nowNanos) {
        return new PendingCheck(pair, request.sentAgain(nowNanos), nominating, asControlling);
    }
}
