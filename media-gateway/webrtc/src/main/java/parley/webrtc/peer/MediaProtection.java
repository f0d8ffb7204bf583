package parley.webrtc.peer;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import parley.webrtc.dtls.DtlsListener;
import parley.webrtc.dtls.DtlsRole;
import parley.webrtc.dtls.DtlsSession;
import parley.webrtc.dtls.Fingerprint;
import parley.webrtc.loop.TaskLoop;
import parley.webrtc.sdp.SdpException;
import parley.webrtc.sdp.SetupRole;
import parley.webrtc.srtp.SrtpKeys;
import parley.webrtc.srtp.SrtpSession;

/**
 * What keeps a connection's media private: who the peer is by its certificate, the DTLS handshake with it, and SRTP with the
 * keys of that. On the connection's loop.
 */
final class MediaProtection {
    /** DTLS that overtook the end of the ICE checks; a ClientHello comes in two datagrams. */
    private static final int MOST_EARLY = 8;

    /** What becomes of it. */
    interface Events {
        /** A datagram for the peer; the last one, the goodbye, comes after the end. */
        void transmit(byte[] datagram);

        void secured();

        void failed(String reason);

        /** The peer said goodbye. */
        void over();
    }

    private final PeerConfig config;
    private final TaskLoop loop;
    private final Events events;
    private final List<byte[]> early = new ArrayList<>();
    private @Nullable DtlsRole role;
    private List<Fingerprint> fingerprints = List.of();
    private @Nullable DtlsSession dtls;
    private @Nullable SrtpSession srtp;
    private boolean closed;

    MediaProtection(PeerConfig config, TaskLoop loop, Events events) {
        this.config = config;
        this.loop = loop;
        this.events = events;
    }

    /** Who says hello first, once that is agreed on. */
    @Nullable
    DtlsRole role() {
        return role;
    }

    /** What we say of it in an offer. */
    SetupRole offered() {
        return role == null ? SetupRole.ACTPASS : role == DtlsRole.SERVER ? SetupRole.PASSIVE : SetupRole.ACTIVE;
    }

    /** Who the peer is stays as it was first said: another certificate would be another peer. */
    void identify(List<Fingerprint> peer, DtlsRole agreed) throws SdpException {
        if (!fingerprints.isEmpty() && !fingerprints.equals(peer)) {
            throw new SdpException("the certificate's fingerprint may not change");
        }
        fingerprints = peer;
        if (role == null) {
            role = agreed;
        }
    }

    /** There is a path to the peer: shakes hands, unless that has been done. */
    void start() {
        if (dtls == null && role != null) {
            DtlsSession session =
                    new DtlsSession(role, config.identity(), fingerprints, config.dtls(), loop, new Association());
            dtls = session;
            session.start();
            early.forEach(session::receive);
            early.clear();
        }
    }

    boolean started() {
        return dtls != null;
    }

    void receive(byte[] datagram) {
        if (dtls != null) {
            dtls.receive(datagram);
        }
    }

    /** Keeps a datagram that came before the path was known. False where it cannot. */
    boolean keep(byte[] datagram) {
        return dtls == null && early.size() < MOST_EARLY && early.add(datagram);
    }

    /** Null until there are keys, and after the end. */
    @Nullable
    SrtpSession srtp() {
        return srtp;
    }

    void close() {
        closed = true;
        if (dtls != null) {
            dtls.close();
        }
        if (srtp != null) {
            srtp.close();
            srtp = null;
        }
    }

    private final class Association implements DtlsListener {
        @Override
        public void onTransmit(byte[] datagram) {
            events.transmit(datagram);
        }

        @Override
        public void onKeys(SrtpKeys keys) {
            if (!closed) {
                srtp = new SrtpSession(keys);
                events.secured();
            }
        }

        @Override
        public void onFailed(String reason) {
            events.failed(reason);
        }

        @Override
        public void onClosed() {
            events.over();
        }
    }
}
