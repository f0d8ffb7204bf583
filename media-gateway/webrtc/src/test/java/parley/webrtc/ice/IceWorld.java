package parley.webrtc.ice;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import parley.webrtc.loop.VirtualLoop;
import parley.webrtc.stun.StunFormatException;
import parley.webrtc.stun.StunMessage;

/** Two agents and a network between them, in virtual time. */
final class IceWorld {
    private static final long LATENCY_NANOS = 10_000_000L;

    final IceAgent left;
    final IceAgent right;
    final Set<InetSocketAddress> unreachable = new HashSet<>();
    final List<IceState> states = new ArrayList<>();
    double loss;
    long transmitted;

    private final VirtualLoop loop = new VirtualLoop(1);
    private final Random random;
    private final List<InetSocketAddress> leftAddresses;
    /** What an old address is called on the wire after a move. */
    private final Map<InetSocketAddress, InetSocketAddress> renamed = new HashMap<>();

    IceWorld(
            long seed,
            IceConfig leftConfig,
            IceConfig rightConfig,
            List<InetSocketAddress> leftAddresses,
            List<InetSocketAddress> rightAddresses) {
        random = new Random(seed);
        this.leftAddresses = leftAddresses;
        left = new IceAgent(leftConfig, true, candidates(leftAddresses), new Random(seed + 1_000));
        right = new IceAgent(rightConfig, false, candidates(rightAddresses), new Random(seed + 2_000));
    }

    private static List<Candidate> candidates(List<InetSocketAddress> addresses) {
        List<Candidate> candidates = new ArrayList<>();
        int preference = 65_535;
        for (InetSocketAddress address : addresses) {
            candidates.add(Candidate.host(address, preference--));
        }
        return candidates;
    }

    void exchange(boolean rightKnowsLeft, boolean leftKnowsRight) {
        exchange(rightKnowsLeft, leftKnowsRight, true, false);
    }

    void exchange(boolean rightKnowsLeft, boolean leftKnowsRight, boolean leftControls, boolean rightControls) {
        right.setRemote(left.localCredentials(), rightControls, loop.nanoTime());
        left.setRemote(right.localCredentials(), leftControls, loop.nanoTime());
        if (rightKnowsLeft) {
            left.localCandidates().forEach(candidate -> right.addRemoteCandidate(candidate, loop.nanoTime()));
        }
        if (leftKnowsRight) {
            right.localCandidates().forEach(candidate -> left.addRemoteCandidate(candidate, loop.nanoTime()));
        }
        drain(left);
        drain(right);
    }

    /** The left side's socket shows under another address from now on. */
    void rename(InetSocketAddress old, InetSocketAddress now) {
        renamed.put(old, now);
        unreachable.add(old);
    }

    void runMillis(long millis) {
        for (long i = 0; i < millis; i += 5) {
            loop.advanceMillis(5);
            left.tick(loop.nanoTime());
            drain(left);
            right.tick(loop.nanoTime());
            drain(right);
        }
    }

    void inject(byte[] bytes, InetSocketAddress at, InetSocketAddress from) {
        receive(left, bytes, at, from);
    }

    private void drain(IceAgent agent) {
        for (Optional<IceOutput> next = agent.poll(); next.isPresent(); next = agent.poll()) {
            switch (next.get()) {
                case IceOutput.Transmit(var from, var to, var bytes) -> send(from, to, bytes);
                case IceOutput.StateChanged(var state) -> states.add(state);
                case IceOutput.PairSelected selected -> {}
                case IceOutput.CandidateFound found -> {}
            }
        }
    }

    private void send(InetSocketAddress from, InetSocketAddress to, byte[] bytes) {
        transmitted++;
        InetSocketAddress seen = renamed.getOrDefault(from, from);
        if (random.nextDouble() < loss || unreachable.contains(to) || unreachable.contains(seen)) {
            return;
        }
        loop.schedule(LATENCY_NANOS, () -> {
            InetSocketAddress base = renamed.entrySet().stream()
                    .filter(entry -> entry.getValue().equals(to))
                    .map(Map.Entry::getKey)
                    .findFirst()
                    .orElse(to);
            receive(leftAddresses.contains(base) ? left : right, bytes, base, seen);
        });
    }

    private void receive(IceAgent agent, byte[] bytes, InetSocketAddress at, InetSocketAddress from) {
        try {
            agent.handle(StunMessage.read(bytes, 0, bytes.length), at, from, loop.nanoTime());
        } catch (StunFormatException e) {
            throw new AssertionError(e);
        }
        drain(agent);
    }
}
