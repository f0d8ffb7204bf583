package parley.webrtc.ice;

import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import parley.webrtc.stun.AttributeType;
import parley.webrtc.stun.StunMessage;
import parley.webrtc.stun.StunWriter;
import parley.webrtc.stun.TransactionId;

/**
 * One end of an ICE session with one component: full or lite, controlling or controlled. Feed it messages and time, then
 * drain {@link #poll}. For one thread.
 */
public final class IceAgent {
    /** How long a controlling agent that has a working pair waits for a better one. */
    private static final long BETTER_PAIR_WAIT_NANOS = 60_000_000L;
    /** A selected pair that was silent for so long gives way to any pair that the peer nominates. */
    private static final long STALE_PAIR_NANOS = 1_000_000_000L;

    /** How late the answer to a consent check may come. */
    private static final long CONSENT_WAIT_NANOS = 3_000_000_000L;

    private static final long UNCERTAIN_CONSENT_NANOS = 1_000_000_000L;

    private static final int MOST_EARLY_CHECKS = 16;

    private record EarlyCheck(InetSocketAddress local, InetSocketAddress remote, long priority, boolean nominates) {}

    private final IceConfig config;
    private final RandomGenerator random;
    private final long tieBreaker;
    private final List<Candidate> locals = new ArrayList<>();
    private final CheckList checks = new CheckList();
    private final PendingChecks pending = new PendingChecks();
    private final List<EarlyCheck> earlyChecks = new ArrayList<>();
    private final Queue<IceOutput> outputs = new ArrayDeque<>();
    private final IceCounters counters = new IceCounters();

    private boolean controlling;
    private IceCredentials local;
    private @Nullable IceCredentials previousLocal;
    private @Nullable IceCredentials remote;
    private @Nullable CandidatePair selected;
    private IceState state = IceState.NEW;
    private long startedNanos;
    private long nextCheckNanos;
    private long firstValidNanos = Long.MAX_VALUE;
    private long nextConsentNanos;
    private long consentNanos;
    private long heardNanos;

    /** @param hosts a host candidate for each bound socket, and what configuration says about addresses in front of them */
    public IceAgent(IceConfig config, boolean controlling, List<Candidate> hosts, RandomGenerator random) {
        this.config = config;
        this.random = random;
        this.controlling = controlling && !config.lite();
        this.tieBreaker = random.nextLong();
        this.local = IceCredentials.random(random);
        this.locals.addAll(hosts);
    }

    public IceCredentials localCredentials() {
        return local;
    }

    public List<Candidate> localCandidates() {
        return List.copyOf(locals);
    }

    public IceState state() {
        return state;
    }

    public boolean controlling() {
        return controlling;
    }

    public IceCounters counters() {
        return counters;
    }

    /** Where data goes, once a pair is selected; kept over a restart until there is a new one. */
    public Optional<IceOutput.PairSelected> selected() {
        CandidatePair pair = selected;
        return pair == null
                ? Optional.empty()
                : Optional.of(new IceOutput.PairSelected(pair.local.base(), pair.remote.address()));
    }

    /** Asks the STUN servers for our addresses as they see them; answers come as {@link IceOutput.CandidateFound}. */
    public void gather(long nowNanos) {
        for (InetSocketAddress server : config.stunServers()) {
            for (Candidate host : List.copyOf(locals)) {
                if (host.type() == CandidateType.HOST
                        && !host.base().getAddress().isLoopbackAddress()) {
                    TransactionId id = TransactionId.random(random);
                    send(
                            id,
                            null,
                            host.base(),
                            server,
                            StunWriter.bindingRequest(id).fingerprinted(),
                            false,
                            nowNanos);
                }
            }
        }
    }

    /** The role from the exchange of descriptions: the offerer controls, unless the other end is lite. */
    public void setRemote(IceCredentials credentials, boolean nowControlling, long nowNanos) {
        if (credentials.equals(remote) || state == IceState.CLOSED) {
            return;
        }
        remote = credentials;
        controlling = nowControlling && !config.lite();
        startedNanos = nowNanos;
        nextCheckNanos = nowNanos;
        enter(IceState.CHECKING);
        for (EarlyCheck early : List.copyOf(earlyChecks)) {
            checked(early, nowNanos);
        }
        earlyChecks.clear();
        tick(nowNanos);
    }

    public void addRemoteCandidate(Candidate candidate, long nowNanos) {
        if (state == IceState.CLOSED) {
            return;
        }
        checks.addRemote(candidate, locals);
        tick(nowNanos);
    }

    /** Whether the peer's description asks for a restart: it names other credentials than before. */
    public boolean restartedBy(IceCredentials credentials) {
        return remote != null && !remote.equals(credentials);
    }

    /** Whether somebody at that address has answered a check of ours, or, for a lite agent, made one. */
    public boolean validated(InetSocketAddress at, InetSocketAddress from) {
        return (selected != null && selected.joins(at, from))
                || checks.at(at, from)
                        .filter(pair -> pair.state == CandidatePair.State.SUCCEEDED)
                        .isPresent();
    }

    /** New credentials and an empty check list, RFC 8445, section 9. Data goes on over the old pair meanwhile. */
    public void restart() {
        if (state == IceState.CLOSED) {
            return;
        }
        previousLocal = local;
        local = IceCredentials.random(random);
        remote = null;
        checks.clear();
        pending.clear();
        earlyChecks.clear();
        firstValidNanos = Long.MAX_VALUE;
        enter(IceState.NEW);
    }

    public void close() {
        pending.clear();
        checks.clear();
        enter(IceState.CLOSED);
    }

    /** Data that only the peer can have made (it passed SRTP or DTLS) came in on the selected pair. */
    public void heard(long nowNanos) {
        heardNanos = nowNanos;
        if (state == IceState.DISCONNECTED) {
            enter(IceState.CONNECTED);
        }
    }

    /** A STUN message that arrived at a local socket. */
    public void handle(StunMessage message, InetSocketAddress at, InetSocketAddress from, long nowNanos) {
        if (state == IceState.CLOSED || message.method() != StunMessage.BINDING) {
            return;
        }
        switch (message.stunClass()) {
            case REQUEST -> request(message, at, from, nowNanos);
            case SUCCESS -> success(message, at, from, nowNanos);
            case ERROR -> error(message, from, nowNanos);
            case INDICATION -> heardOn(at, from, nowNanos);
        }
        tick(nowNanos);
    }

    // ------------------------------------------------------------------------------------------ incoming

    private void request(StunMessage request, InetSocketAddress at, InetSocketAddress from, long nowNanos) {
        IceCredentials addressed = addressed(request);
        if (addressed == null) {
            // RFC 8445, section 7.3, has error answers here; silence gives a spoofed source nothing to reflect.
            counters.unauthenticated++;
            return;
        }
        TransactionId id = request.transactionId();
        List<Integer> unknown = request.unknownRequired();
        if (!unknown.isEmpty()) {
            transmit(at, from, IceMessages.unknownAttributes(id, unknown, addressed));
            return;
        }
        boolean conflict = request.has(controlling ? AttributeType.ICE_CONTROLLING : AttributeType.ICE_CONTROLLED);
        if (conflict && !resolveConflict(request)) {
            transmit(at, from, IceMessages.roleConflict(id, addressed));
            return;
        }
        transmit(at, from, IceMessages.success(id, from, addressed));
        counters.checksAnswered++;
        heardOn(at, from, nowNanos);
        if (!addressed.equals(local)) {
            return; // a check of the session before the restart
        }
        EarlyCheck check =
                new EarlyCheck(at, from, request.priority().orElse(0), request.has(AttributeType.USE_CANDIDATE));
        if (remote != null) {
            checked(check, nowNanos);
        } else if (earlyChecks.size() < MOST_EARLY_CHECKS) {
            earlyChecks.add(check); // RFC 8445, section 7.3: it may overtake the answer
        }
    }

    private @Nullable IceCredentials addressed(StunMessage request) {
        String username = request.text(AttributeType.USERNAME).orElse("");
        for (IceCredentials own : new IceCredentials[] {local, previousLocal}) {
            if (own != null && username.startsWith(own.ufrag() + ":") && request.hasIntegrity(own.key())) {
                IceCredentials other = own.equals(local) ? remote : null;
                return other == null || username.equals(own.ufrag() + ":" + other.ufrag()) ? own : null;
            }
        }
        return null;
    }

    /** RFC 8445, section 7.3.1.1. Whether the request may be answered with success. */
    private boolean resolveConflict(StunMessage request) {
        int type = controlling ? AttributeType.ICE_CONTROLLING : AttributeType.ICE_CONTROLLED;
        long theirs = request.tieBreaker(type).orElse(0);
        boolean oursIsLarger = Long.compareUnsigned(tieBreaker, theirs) >= 0;
        counters.roleConflicts++;
        if (config.lite()) {
            return true; // a lite agent has no other role to go to
        }
        if (controlling == oursIsLarger) {
            return false;
        }
        controlling = !controlling;
        return true;
    }

    private void checked(EarlyCheck check, long nowNanos) {
        if (checks.at(check.local, check.remote).isEmpty()) {
            for (Candidate host : locals) {
                if (host.base().equals(check.local)) {
                    checks.addRemote(
                            Candidate.peerReflexive(check.remote, check.remote, check.priority), List.of(host));
                    break;
                }
            }
        }
        CandidatePair pair = checks.at(check.local, check.remote).orElse(null);
        if (pair == null) {
            counters.pairsRefused++;
            return;
        }
        if (check.nominates && !controlling) {
            pair.nominated = true;
        }
        if (config.lite()) {
            pair.state = CandidatePair.State.SUCCEEDED;
        } else if (pair.state != CandidatePair.State.SUCCEEDED) {
            pair.triggered = true;
        }
        selectIfNominated(pair, nowNanos);
    }

    private void success(StunMessage answer, InetSocketAddress at, InetSocketAddress from, long nowNanos) {
        PendingCheck check = pending.get(answer.transactionId());
        if (check == null) {
            counters.unexpectedAnswers++;
            return;
        }
        CandidatePair pair = check.pair();
        if (pair == null) {
            pending.remove(answer.transactionId());
            answer.mappedAddress().ifPresent(mapped -> reflexive(mapped, check.from()));
            return;
        }
        IceCredentials peer = remote;
        if (peer == null || !answer.hasIntegrity(peer.key())) {
            counters.unauthenticated++;
            return;
        }
        pending.remove(answer.transactionId());
        if (!from.equals(check.to()) || !at.equals(check.from())) {
            pair.state = CandidatePair.State.FAILED; // RFC 8445, section 7.2.5.2.1: not symmetric
            return;
        }
        pair.state = CandidatePair.State.SUCCEEDED;
        firstValidNanos = Math.min(firstValidNanos, nowNanos);
        if (check.nominating()) {
            pair.nominated = true;
        }
        if (pair.equals(selected)) {
            consentNanos = nowNanos;
            heard(nowNanos);
        }
        selectIfNominated(pair, nowNanos);
    }

    private void error(StunMessage answer, InetSocketAddress from, long nowNanos) {
        PendingCheck check = pending.get(answer.transactionId());
        IceCredentials peer = remote;
        if (check == null || check.pair() == null || peer == null || !from.equals(check.to())) {
            counters.unexpectedAnswers++;
            return;
        }
        if (!answer.hasIntegrity(peer.key())) {
            counters.unauthenticated++;
            return;
        }
        pending.remove(answer.transactionId());
        if (answer.errorCode().orElse(0) == 487) {
            if (check.asControlling() == controlling) {
                controlling = !controlling;
                counters.roleConflicts++;
            }
            check.pair().triggered = true;
        } else if (check.pair() != selected) {
            check.pair().state = CandidatePair.State.FAILED;
        }
        heardOn(check.from(), from, nowNanos);
    }

    private void reflexive(InetSocketAddress mapped, InetSocketAddress base) {
        boolean known =
                locals.stream().anyMatch(candidate -> candidate.address().equals(mapped));
        if (!known && locals.size() < CheckList.MOST_REMOTE_CANDIDATES) {
            Candidate found = Candidate.serverReflexive(mapped, base, 65_535 - locals.size());
            locals.add(found);
            outputs.add(new IceOutput.CandidateFound(found));
        }
    }

    private void heardOn(InetSocketAddress at, InetSocketAddress from, long nowNanos) {
        if (selected != null && selected.joins(at, from)) {
            heard(nowNanos);
        }
    }

    // ------------------------------------------------------------------------------------------ selection

    private void selectIfNominated(CandidatePair pair, long nowNanos) {
        if (!pair.nominated || pair.state != CandidatePair.State.SUCCEEDED || pair.equals(selected)) {
            return;
        }
        CandidatePair current = selected;
        boolean better = current == null
                || state == IceState.CHECKING
                || state == IceState.FAILED
                || pair.priority(controlling) > current.priority(controlling)
                || nowNanos - heardNanos > STALE_PAIR_NANOS;
        if (!better) {
            return;
        }
        selected = pair;
        previousLocal = null;
        consentNanos = nowNanos;
        heardNanos = nowNanos;
        nextConsentNanos = nowNanos + consentInterval(nowNanos);
        outputs.add(new IceOutput.PairSelected(pair.local.base(), pair.remote.address()));
        enter(IceState.CONNECTED);
    }

    private long consentInterval(long nowNanos) {
        if (nowNanos - heardNanos > config.consentIntervalNanos() / 2) {
            return UNCERTAIN_CONSENT_NANOS; // the last answer is missing: find out soon what that means
        }
        // RFC 7675, section 5.1: between 0.8 and 1.2 of the interval, so that sessions do not march in step.
        return (long) (config.consentIntervalNanos() * (0.8 + 0.4 * random.nextDouble()));
    }

    private void enter(IceState next) {
        if (state != next && state != IceState.CLOSED) {
            state = next;
            outputs.add(new IceOutput.StateChanged(next));
        }
    }

    // ------------------------------------------------------------------------------------------ time

    /** Does what is due. Cheap when nothing is. */
    public void tick(long nowNanos) {
        if (state == IceState.CLOSED) {
            return;
        }
        for (PendingCheck again : pending.due(nowNanos, selected)) {
            transmit(again.from(), again.to(), again.bytes());
        }
        if (remote == null) {
            return;
        }
        if (!config.lite()) {
            if (nowNanos - nextCheckNanos >= 0) {
                checks.next(controlling).ifPresent(pair -> {
                    check(pair, pair.nominated && controlling, nowNanos);
                    nextCheckNanos = nowNanos + config.paceNanos();
                });
            }
            nominate(nowNanos);
            if (selected != null && state != IceState.FAILED && nowNanos - nextConsentNanos >= 0) {
                check(selected, false, nowNanos);
                nextConsentNanos = nowNanos + consentInterval(nowNanos);
            }
        }
        expire(nowNanos);
    }

    /** When {@link #tick} is due at the latest. */
    public long nextTickNanos(long nowNanos) {
        long next = nowNanos + 1_000_000_000L;
        if (state == IceState.CHECKING || (remote != null && checks.hasWork())) {
            next = Math.min(next, checks.hasWork() ? nextCheckNanos : nowNanos + config.paceNanos());
        }
        next = pending.nextSendNanos(next);
        return Math.max(next, nowNanos);
    }

    private void nominate(long nowNanos) {
        if (!controlling || (selected != null && state != IceState.CHECKING) || firstValidNanos == Long.MAX_VALUE) {
            return;
        }
        if (pending.nominating()) {
            return;
        }
        Optional<CandidatePair> open = checks.best(
                controlling,
                pair -> pair.state == CandidatePair.State.WAITING || pair.state == CandidatePair.State.IN_PROGRESS);
        checks.best(controlling, pair -> pair.state == CandidatePair.State.SUCCEEDED)
                .filter(best -> nowNanos - firstValidNanos >= BETTER_PAIR_WAIT_NANOS
                        || open.isEmpty()
                        || open.get().priority(controlling) < best.priority(controlling))
                .ifPresent(best -> check(best, true, nowNanos));
    }

    private void expire(long nowNanos) {
        switch (state) {
            case CHECKING -> {
                if (nowNanos - startedNanos > config.failAfterNanos()) {
                    enter(IceState.FAILED);
                }
            }
            case CONNECTED, DISCONNECTED -> {
                // A lite agent asks nothing: the peer's checks are its consent.
                long lastConsent = config.lite() ? heardNanos : consentNanos;
                if (nowNanos - lastConsent > config.consentTimeoutNanos()) {
                    enter(IceState.FAILED);
                } else if (nowNanos - heardNanos > config.disconnectedAfterNanos()) {
                    enter(IceState.DISCONNECTED);
                }
            }
            case NEW, FAILED, CLOSED -> {}
        }
    }

    // ------------------------------------------------------------------------------------------ outgoing

    private void check(CandidatePair pair, boolean nominating, long nowNanos) {
        IceCredentials peer = remote;
        if (peer == null) {
            return;
        }
        pair.triggered = false;
        if (pair.state != CandidatePair.State.SUCCEEDED) {
            pair.state = CandidatePair.State.IN_PROGRESS;
        }
        TransactionId id = TransactionId.random(random);
        byte[] request = IceMessages.check(id, local, peer, pair, controlling, tieBreaker, nominating);
        send(id, pair, pair.local.base(), pair.remote.address(), request, nominating, nowNanos);
        counters.checksSent++;
    }

    private void send(
            TransactionId id,
            @Nullable CandidatePair pair,
            InetSocketAddress from,
            InetSocketAddress to,
            byte[] bytes,
            boolean nominating,
            long nowNanos) {
        long rto = pair != null && pair.equals(selected) ? CONSENT_WAIT_NANOS : PendingCheck.FIRST_RTO_NANOS;
        pending.put(id, new PendingCheck(pair, from, to, bytes, nominating, controlling, 1, nowNanos + rto, rto));
        transmit(from, to, bytes);
    }

    private void transmit(InetSocketAddress from, InetSocketAddress to, byte[] bytes) {
        outputs.add(new IceOutput.Transmit(from, to, bytes));
    }

    /** The next thing to do, until there is none. */
    public Optional<IceOutput> poll() {
        return Optional.ofNullable(outputs.poll());
    }
}
