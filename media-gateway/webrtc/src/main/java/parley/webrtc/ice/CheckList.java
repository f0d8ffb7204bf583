package parley.webrtc.ice;

import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The pairs of one agent. With BUNDLE and rtcp-mux there is one data stream with one component, so there is one list and
 * nothing is ever frozen (RFC 8445, section 6.1.2.6). Bounded, because candidates come from outside.
 */
final class CheckList {
    static final int MOST_PAIRS = 100;
    static final int MOST_REMOTE_CANDIDATES = 50;

    private final List<CandidatePair> pairs = new ArrayList<>();
    private final List<Candidate> remotes = new ArrayList<>();

    /** Forms pairs with every socket of the same address family; a second candidate for an address changes nothing. */
    void addRemote(Candidate remote, List<Candidate> locals) {
        if (remotes.size() >= MOST_REMOTE_CANDIDATES
                || remotes.stream().anyMatch(known -> known.address().equals(remote.address()))) {
            return;
        }
        remotes.add(remote);
        locals.forEach(local -> pair(local, remote));
    }

    private void pair(Candidate local, Candidate remote) {
        // RFC 8445, section 6.1.2.4: what a router shows is sent from its base, so it makes no pair of its own.
        if (pairs.size() < MOST_PAIRS
                && sameFamily(local.base(), remote.address())
                && at(local.base(), remote.address()).isEmpty()) {
            pairs.add(new CandidatePair(local, remote));
        }
    }

    private static boolean sameFamily(InetSocketAddress one, InetSocketAddress other) {
        return one.getAddress() instanceof Inet6Address == other.getAddress() instanceof Inet6Address;
    }

    Optional<CandidatePair> at(InetSocketAddress base, InetSocketAddress remote) {
        return pairs.stream().filter(pair -> pair.joins(base, remote)).findFirst();
    }

    Optional<CandidatePair> best(boolean controlling, Predicate<CandidatePair> which) {
        return pairs.stream().filter(which).max(Comparator.comparingLong(pair -> pair.priority(controlling)));
    }

    /** What to check next: what the peer has just shown to work, then by priority. */
    Optional<CandidatePair> next(boolean controlling) {
        Optional<CandidatePair> triggered = best(controlling, pair -> pair.triggered);
        return triggered.isPresent() ? triggered : best(controlling, pair -> pair.state == CandidatePair.State.WAITING);
    }

    /**
     * The best pair that works, for the controlling end to choose.
     *
     * @param waited whether it has been waited for long enough for better ones that may still be found to work
     */
    Optional<CandidatePair> toNominate(boolean waited) {
        Optional<CandidatePair> open = best(
                true,
                pair -> pair.state == CandidatePair.State.WAITING || pair.state == CandidatePair.State.IN_PROGRESS);
        return best(true, pair -> pair.state == CandidatePair.State.SUCCEEDED)
                .filter(best -> waited || open.isEmpty() || open.get().priority(true) < best.priority(true));
    }

    boolean hasWork() {
        return pairs.stream().anyMatch(pair -> pair.triggered || pair.state == CandidatePair.State.WAITING);
    }

    void clear() {
        pairs.clear();
        remotes.clear();
    }
}
