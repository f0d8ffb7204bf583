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

    private static final int MOST_EARLY_CHECKS = 16;

    private record EarlyCheck(InetSocketAddress local, InetSocketAddress remote, long priority, boolean nominates) {}

    private final IceConfig config;
    private final RandomGenerator random;
    private final IceRole role;
    private final SessionCredentials credentials;
    private final Consent consent;
    private final List<Candidate> locals = new ArrayList<>();
    private final CheckList checks = new CheckList();
    private final PendingChecks pending = new PendingChecks();
    private final Gathering gathering;
    private final List<EarlyCheck> earlyChecks = new ArrayList<>();
    private final Queue<IceOutput> outputs = new ArrayDeque<>();
    private final IceCounters counters = new IceCounters();

    private @Nullable CandidatePair selected;
    private IceState state = IceState.NEW;
    private long startedNanos;
    private long nextCheckNanos;
    private long firstValidNanos = Long.MAX_VALUE;

    /** @param hosts a host candidate for each bound socket, and what configuration says about addresses in front of them */
    public IceAgent(IceConfig config, boolean controlling, List<Candidate> hosts, RandomGenerator random) {
        this.config = config;
        this.random = random;
        this.role = new IceRole(config.lite(), controlling, random.nextLong());
        this.credentials = new SessionCredentials(random);
        this.consent = new Consent(config, random);
        this.gathering = new Gathering(config.stunServers(), random);
        this.locals.addAll(hosts);
    }

    public IceCredentials localCredentials() {
        return credentials.local();
    }

    public List<Candidate> localCandidates() {
        return List.copyOf(locals);
    }

    public IceState state() {
        return state;
    }

    public boolean controlling() {
        return role.controlling();
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
        gathering.begin(locals, nowNanos).forEach(this::transmit);
    }

    /** The role from the exchange of descriptions: the offerer controls, unless the other end is lite. */
    public void setRemote(IceCredentials peer, boolean nowControlling, long nowNanos) {
        if (peer.equals(credentials.remote()) || state == IceState.CLOSED) {
            return;
        }
        credentials.setRemote(peer);
        role.set(nowControlling);
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
    public boolean restartedBy(IceCredentials peer) {
        IceCredentials known = credentials.remote();
        return known != null && !known.equals(peer);
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
        credentials.restart();
        checks.clear();
        pending.clear();
        earlyChecks.clear();
        firstValidNanos = Long.MAX_VALUE;
        enter(IceState.NEW);
    }

    public void close() {
        gathering.close();
        pending.clear();
        checks.clear();
        enter(IceState.CLOSED);
    }

    /** Data that only the peer can have made (it passed SRTP or DTLS) came in on the selected pair. */
    public void heard(long nowNanos) {
        consent.heard(nowNanos);
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
        IceCredentials addressed = credentials.addressedBy(request);
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
        if (role.conflictsWith(request)) {
            counters.roleConflicts++;
            if (!role.resolve(request)) {
                transmit(at, from, IceMessages.roleConflict(id, addressed));
                return;
            }
        }
        transmit(at, from, IceMessages.success(id, from, addressed));
        counters.checksAnswered++;
        heardOn(at, from, nowNanos);
        if (!addressed.equals(credentials.local())) {
            return; // a check of the session before the restart
        }
        EarlyCheck check =
                new EarlyCheck(at, from, request.priority().orElse(0), request.has(AttributeType.USE_CANDIDATE));
        if (credentials.remote() != null) {
            checked(check, nowNanos);
        } else if (earlyChecks.size() < MOST_EARLY_CHECKS) {
            earlyChecks.add(check); // RFC 8445, section 7.3: it may overtake the answer
        }
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
        if (check.nominates && !role.controlling()) {
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
        if (gathering.awaits(answer, from)) {
            gathering.answered(answer, locals).ifPresent(found -> {
                locals.add(found);
                outputs.add(new IceOutput.CandidateFound(found));
            });
            return;
        }
        PendingCheck check = pending.get(answer.transactionId());
        if (check == null) {
            counters.unexpectedAnswers++;
            return;
        }
        if (!credentials.fromPeer(answer)) {
            counters.unauthenticated++;
            return;
        }
        pending.remove(answer.transactionId());
        CandidatePair pair = check.pair();
        if (!pair.joins(at, from)) {
            pair.state = CandidatePair.State.FAILED; // RFC 8445, section 7.2.5.2.1: not symmetric
            return;
        }
        pair.state = CandidatePair.State.SUCCEEDED;
        firstValidNanos = Math.min(firstValidNanos, nowNanos);
        if (check.nominating()) {
            pair.nominated = true;
        }
        if (pair.equals(selected)) {
            consent.given(nowNanos);
            heard(nowNanos);
        }
        selectIfNominated(pair, nowNanos);
    }

    private void error(StunMessage answer, InetSocketAddress from, long nowNanos) {
        PendingCheck check = pending.get(answer.transactionId());
        if (check == null || !from.equals(check.request().to())) {
            counters.unexpectedAnswers++;
            return;
        }
        if (!credentials.fromPeer(answer)) {
            counters.unauthenticated++;
            return;
        }
        pending.remove(answer.transactionId());
        if (answer.errorCode().orElse(0) == 487) {
            if (check.asControlling() == role.controlling()) {
                role.turn();
                counters.roleConflicts++;
            }
            check.pair().triggered = true;
        } else if (check.pair() != selected) {
            check.pair().state = CandidatePair.State.FAILED;
        }
        heardOn(check.request().from(), from, nowNanos);
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
                || pair.priority(role.controlling()) > current.priority(role.controlling())
                || consent.silentFor(STALE_PAIR_NANOS, nowNanos);
        if (!better) {
            return;
        }
        selected = pair;
        credentials.forgetPrevious();
        consent.begin(nowNanos);
        outputs.add(new IceOutput.PairSelected(pair.local.base(), pair.remote.address()));
        enter(IceState.CONNECTED);
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
        gathering.due(nowNanos).forEach(this::transmit);
        pending.due(nowNanos, selected).forEach(this::transmit);
        if (credentials.remote() == null) {
            return;
        }
        if (!config.lite()) {
            if (nowNanos - nextCheckNanos >= 0) {
                checks.next(role.controlling()).ifPresent(pair -> {
                    check(pair, pair.nominated && role.controlling(), nowNanos);
                    nextCheckNanos = nowNanos + config.paceNanos();
                });
            }
            nominate(nowNanos);
            if (selected != null && state != IceState.FAILED && consent.askDue(nowNanos)) {
                check(selected, false, nowNanos);
                consent.asked(nowNanos);
            }
        }
        expire(nowNanos);
    }

    /** When {@link #tick} is due at the latest. */
    public long nextTickNanos(long nowNanos) {
        long next = nowNanos + 1_000_000_000L;
        if (state == IceState.CHECKING || (credentials.remote() != null && checks.hasWork())) {
            next = Math.min(next, checks.hasWork() ? nextCheckNanos : nowNanos + config.paceNanos());
        }
        next = gathering.nextSendNanos(pending.nextSendNanos(next));
        return Math.max(next, nowNanos);
    }

    private void nominate(long nowNanos) {
        boolean settled = selected != null && state != IceState.CHECKING;
        if (!role.controlling() || settled || firstValidNanos == Long.MAX_VALUE || pending.nominating()) {
            return;
        }
        boolean waited = nowNanos - firstValidNanos >= BETTER_PAIR_WAIT_NANOS;
        checks.toNominate(waited).ifPresent(best -> check(best, true, nowNanos));
    }

    private void expire(long nowNanos) {
        switch (state) {
            case CHECKING -> {
                if (nowNanos - startedNanos > config.failAfterNanos()) {
                    enter(IceState.FAILED);
                }
            }
            case CONNECTED, DISCONNECTED -> {
                if (consent.expired(nowNanos)) {
                    enter(IceState.FAILED);
                } else if (consent.inDoubt(nowNanos)) {
                    enter(IceState.DISCONNECTED);
                }
            }
            case NEW, FAILED, CLOSED -> {}
        }
    }

    // ------------------------------------------------------------------------------------------ outgoing

    private void check(CandidatePair pair, boolean nominating, long nowNanos) {
        IceCredentials peer = credentials.remote();
        if (peer == null) {
            return;
        }
        pair.triggered = false;
        if (pair.state != CandidatePair.State.SUCCEEDED) {
            pair.state = CandidatePair.State.IN_PROGRESS;
        }
        TransactionId id = TransactionId.random(random);
        byte[] request = IceMessages.check(id, credentials.local(), peer, pair, role, nominating);
        long rto = pair.equals(selected) ? CONSENT_WAIT_NANOS : PendingRequest.FIRST_RTO_NANOS;
        PendingRequest sent = PendingRequest.first(pair.local.base(), pair.remote.address(), request, nowNanos, rto);
        pending.put(id, new PendingCheck(pair, sent, nominating, role.controlling()));
        transmit(sent);
        counters.checksSent++;
    }

    private void transmit(PendingRequest request) {
        transmit(request.from(), request.to(), request.bytes());
    }

    private void transmit(InetSocketAddress from, InetSocketAddress to, byte[] bytes) {
        outputs.add(new IceOutput.Transmit(from, to, bytes));
    }

    /** The next thing to do, until there is none. */
    public Optional<IceOutput> poll() {
        return Optional.ofNullable(outputs.poll());
    }
}
