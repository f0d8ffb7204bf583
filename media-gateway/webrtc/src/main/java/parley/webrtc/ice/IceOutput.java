package parley.webrtc.ice;

import java.net.InetSocketAddress;

/** What the engine wants done or known. Drain after every call. */
public sealed interface IceOutput {
    /** Send these bytes from that local socket. */
    @SuppressWarnings("ArrayRecordComponent") // handed over once, never compared
    record Transmit(InetSocketAddress from, InetSocketAddress to, byte[] bytes) implements IceOutput {}

    record StateChanged(IceState state) implements IceOutput {}

    /** Data goes this way from now on; both ends have passed a check. */
    record PairSelected(InetSocketAddress local, InetSocketAddress remote) implements IceOutput {}

    /** A candidate was found after the start; tell the peer (trickle). */
    record CandidateFound(Candidate candidate) implements IceOutput {}
}
