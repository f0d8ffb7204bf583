package parley.webrtc.peer;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import parley.webrtc.dtls.DtlsRole;
import parley.webrtc.ice.Candidate;
import parley.webrtc.ice.IceAgent;
import parley.webrtc.ice.IceOutput;
import parley.webrtc.loop.TaskLoop;
import parley.webrtc.sdp.RemoteDescription;
import parley.webrtc.sdp.SdpException;
import parley.webrtc.sdp.SetupRole;
import parley.webrtc.sdp.TransportDescription;
import parley.webrtc.srtp.SrtpSession;
import parley.webrtc.stun.StunFormatException;
import parley.webrtc.stun.StunMessage;

/**
 * One WebRTC connection: descriptions in and out, datagrams in and out, RTP in and out. It opens no socket and reads no
 * clock but its loop's; everything happens on that loop, and every method must be called there. Only the DTLS handshake
 * borrows a virtual thread (see {@link MediaProtection}).
 */
public final class PeerConnection {
    private final PeerConfig config;
    private final TaskLoop loop;
    private final PeerNetwork network;
    private final PeerListener listener;
    private final IceAgent ice;
    private final Negotiation negotiation;
    private final SectionRouter router = new SectionRouter();
    private final PeerCounters counters = new PeerCounters();
    private final MediaProtection protection;

    private PeerState state = PeerState.NEW;
    private IceOutput.@Nullable PairSelected path;
    private TaskLoop.@Nullable Timer timer;
    private long timerNanos;
    private boolean gathered;

    public PeerConnection(PeerConfig config, TaskLoop loop, PeerNetwork network, PeerListener listener) {
        this.config = config;
        this.loop = loop;
        this.network = network;
        this.listener = listener;
        this.ice = new IceAgent(config.ice(), false, config.hosts(), config.random());
        long ssrc = Integer.toUnsignedLong(config.random().nextInt() | 1);
        long sessionId = config.random().nextLong() & Long.MAX_VALUE;
        this.negotiation =
                new Negotiation(config.sends(), config.receives(), ssrc, sessionId, "p" + Long.toString(sessionId, 36));
        this.protection = new MediaProtection(config, loop, new Protected());
        network.addressedBy(ice.localCredentials());
    }

    public PeerState state() {
        return state;
    }

    public PeerCounters counters() {
        return counters;
    }

    /** Where packets go, once there is a path. */
    public Optional<IceOutput.PairSelected> path() {
        return Optional.ofNullable(path);
    }

    /** Whether a packet given to {@link #sendRtp} would go. */
    public boolean canSend() {
        return protection.srtp() != null && path != null;
    }

    /** The name that ties our streams together in descriptions and reports. */
    public String cname() {
        return negotiation.cname();
    }

    /** What our packets have to carry, once that is agreed on. */
    public Optional<SendingTrack> sending() {
        return negotiation.sending();
    }

    // ------------------------------------------------------------------------------------------ descriptions

    /** A description to send to the peer; its answer goes to {@link #accept}. */
    public String offer() {
        loop.assertCurrent();
        gather();
        return negotiation.offer(local(protection.offered()));
    }

    /** As {@link #offer}, asking for a new path: after a change of network, or when the old one failed. */
    public String restartOffer() {
        loop.assertCurrent();
        ice.restart();
        network.addressedBy(ice.localCredentials());
        return offer();
    }

    /** The peer's answer to our last offer. */
    public void accept(String answer) throws SdpException {
        loop.assertCurrent();
        if (!negotiation.hasOffered()) {
            throw new SdpException("an answer without an offer");
        }
        RemoteDescription remote = RemoteDescription.parse(answer);
        DtlsRole role = switch (remote.transport().setup()) {
            case ACTIVE -> DtlsRole.SERVER;
            case PASSIVE -> DtlsRole.CLIENT;
            case ACTPASS -> throw new SdpException("an answer has to say active or passive");
        };
        protection.identify(remote.transport().fingerprints(), role);
        negotiation.accept(remote);
        connect(remote, true);
    }

    /** Takes the peer's offer, the first or a later one, and answers it. */
    public String answer(String offer) throws SdpException {
        loop.assertCurrent();
        RemoteDescription remote = RemoteDescription.parse(offer);
        DtlsRole role = protection.role();
        if (role == null) {
            // RFC 8842, section 5.3 would have us active; browsers are faster to say hello than to be asked.
            role = remote.transport().setup() == SetupRole.PASSIVE ? DtlsRole.CLIENT : DtlsRole.SERVER;
        }
        protection.identify(remote.transport().fingerprints(), role);
        if (ice.restartedBy(remote.transport().credentials())) {
            ice.restart();
            network.addressedBy(ice.localCredentials());
        }
        gather();
        SetupRole setup = role == DtlsRole.SERVER ? SetupRole.PASSIVE : SetupRole.ACTIVE;
        String answer = negotiation.answer(local(setup), remote);
        connect(remote, false);
        return answer;
    }

    /** A trickled candidate; what cannot be used is ignored. */
    public void addRemoteCandidate(String line) {
        loop.assertCurrent();
        Candidate.parse(line).ifPresent(candidate -> {
            ice.addRemoteCandidate(candidate, loop.nanoTime());
            drain();
        });
    }

    private TransportDescription local(SetupRole setup) {
        return new TransportDescription(
                ice.localCredentials(),
                config.ice().lite(),
                List.of(config.identity().fingerprint()),
                setup,
                ice.localCandidates());
    }

    private void connect(RemoteDescription remote, boolean offerer) {
        router.sections(negotiation.remote());
        TransportDescription transport = remote.transport();
        boolean controlling = transport.lite() || offerer;
        long now = loop.nanoTime();
        ice.setRemote(transport.credentials(), controlling, now);
        transport.candidates().forEach(candidate -> ice.addRemoteCandidate(candidate, now));
        if (state == PeerState.NEW) {
            enter(PeerState.CONNECTING, "");
        }
        drain();
    }

    private void gather() {
        if (!gathered) {
            gathered = true;
            ice.gather(loop.nanoTime());
            drain();
        }
    }

    // ------------------------------------------------------------------------------------------ datagrams

    /**
     * A datagram that the network found to be for this connection; the array is handed over and decrypted in place.
     *
     * @param at the local socket's address, as in the host candidates
     */
    public void receive(byte[] data, int length, InetSocketAddress at, InetSocketAddress from, long nowNanos) {
        if (state == PeerState.CLOSED || length == 0) {
            return;
        }
        // RFC 7983, section 7.
        int first = data[0] & 0xff;
        if (first <= 3) {
            stun(data, length, at, from, nowNanos);
        } else if (first >= 20 && first <= 63) {
            dtls(data, length, at, from, nowNanos);
        } else if (first >= 128 && first <= 191) {
            media(data, length, nowNanos);
        } else {
            counters.unknownDatagrams++;
        }
    }

    private void stun(byte[] data, int length, InetSocketAddress at, InetSocketAddress from, long nowNanos) {
        try {
            ice.handle(StunMessage.read(data, 0, length), at, from, nowNanos);
            drain();
        } catch (StunFormatException e) {
            counters.unknownDatagrams++;
        }
    }

    private void dtls(byte[] data, int length, InetSocketAddress at, InetSocketAddress from, long nowNanos) {
        byte[] datagram = java.util.Arrays.copyOf(data, length);
        if (protection.started() && ice.validated(at, from)) {
            ice.heard(nowNanos);
            protection.receive(datagram);
        } else if (!protection.keep(datagram)) {
            counters.unvalidatedDatagrams++;
        }
    }

    private void media(byte[] data, int length, long nowNanos) {
        SrtpSession session = protection.srtp();
        if (session == null || length < 12) {
            counters.earlyMedia++;
            return;
        }
        // RFC 5761, section 4: 192 to 223 in the second byte is RTCP.
        int second = data[1] & 0xff;
        if (second >= 192 && second <= 223) {
            int plain = session.openRtcp(data, 0, length);
            if (plain != SrtpSession.REFUSED) {
                ice.heard(nowNanos);
                counters.rtcpReceived++;
                listener.onRtcp(data, 0, plain, nowNanos);
            }
        } else {
            int plain = session.openRtp(data, 0, length);
            if (plain != SrtpSession.REFUSED) {
                ice.heard(nowNanos);
                counters.rtpReceived++;
                listener.onRtp(router.route(data, 0, plain), data, 0, plain, nowNanos);
            }
        }
        counters.refused = session.refusedCount();
        counters.replayed = session.replayedCount();
    }

    // ------------------------------------------------------------------------------------------ sending

    /** How much room {@link #sendRtp} and {@link #sendRtcp} need behind a packet. */
    public static final int TRAILER = 32;

    /**
     * Protects an RTP packet in place and sends it; the array is handed over and has {@link #TRAILER} bytes of room behind it.
     * Whether it went: not before the connection is up.
     */
    public boolean sendRtp(byte[] buffer, int length) {
        SrtpSession session = protection.srtp();
        IceOutput.PairSelected way = path;
        if (session == null || way == null) {
            return false;
        }
        network.send(way.local(), way.remote(), buffer, 0, session.protectRtp(buffer, 0, length));
        counters.rtpSent++;
        return true;
    }

    /** As {@link #sendRtp}, for a compound RTCP packet. */
    public boolean sendRtcp(byte[] buffer, int length) {
        SrtpSession session = protection.srtp();
        IceOutput.PairSelected way = path;
        if (session == null || way == null) {
            return false;
        }
        network.send(way.local(), way.remote(), buffer, 0, session.protectRtcp(buffer, 0, length));
        counters.rtcpSent++;
        return true;
    }

    /** Says goodbye and forgets everything. The listener hears CLOSED, once. */
    public void close() {
        loop.assertCurrent();
        end(PeerState.CLOSED, "");
    }

    // ------------------------------------------------------------------------------------------ within

    private void drain() {
        for (Optional<IceOutput> next = ice.poll(); next.isPresent(); next = ice.poll()) {
            switch (next.get()) {
                case IceOutput.Transmit(var from, var to, var bytes) -> network.send(from, to, bytes, 0, bytes.length);
                case IceOutput.PairSelected selected -> selected(selected);
                case IceOutput.StateChanged(var iceState) -> iceState(iceState);
                case IceOutput.CandidateFound(var candidate) ->
                    listener.onCandidate(candidate.line(), negotiation.firstMid());
            }
        }
        arm();
    }

    private void selected(IceOutput.PairSelected selected) {
        path = selected;
        network.selected(selected.remote());
        protection.start();
    }

    private void iceState(parley.webrtc.ice.IceState iceState) {
        switch (iceState) {
            case NEW, CHECKING, CLOSED -> {}
            case CONNECTED -> {
                if (protection.srtp() != null) {
                    enter(PeerState.CONNECTED, "");
                }
            }
            case DISCONNECTED -> enter(PeerState.DISCONNECTED, "nothing heard from the peer");
            case FAILED -> enter(PeerState.FAILED, path == null ? "no path to the peer" : "the peer's consent expired");
        }
    }

    private void arm() {
        if (state == PeerState.CLOSED) {
            return;
        }
        long now = loop.nanoTime();
        long due = ice.nextTickNanos(now);
        if (timer != null && timerNanos - due <= 0) {
            return;
        }
        if (timer != null) {
            timer.cancel();
        }
        timerNanos = due;
        timer = loop.schedule(due - now, () -> {
            timer = null;
            if (state != PeerState.CLOSED) {
                ice.tick(loop.nanoTime());
                drain();
            }
        });
    }

    private void enter(PeerState next, String reason) {
        if (state != next && state != PeerState.CLOSED) {
            state = next;
            listener.onState(next, reason);
        }
    }

    private void end(PeerState last, String reason) {
        if (state == PeerState.CLOSED) {
            return;
        }
        protection.close();
        ice.close();
        if (timer != null) {
            timer.cancel();
            timer = null;
        }
        network.closed();
        enter(last, reason);
    }

    private final class Protected implements MediaProtection.Events {
        @Override
        public void transmit(byte[] datagram) {
            IceOutput.PairSelected way = path;
            if (way != null) {
                network.send(way.local(), way.remote(), datagram, 0, datagram.length);
            }
        }

        @Override
        public void secured() {
            enter(PeerState.CONNECTED, "");
        }

        @Override
        public void failed(String reason) {
            enter(PeerState.FAILED, reason);
        }

        @Override
        public void over() {
            end(PeerState.CLOSED, "the peer said goodbye");
        }
    }
}
