package parley.webrtc.peer;

import java.security.SecureRandom;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import parley.webrtc.dtls.DtlsIdentity;
import parley.webrtc.dtls.DtlsListener;
import parley.webrtc.dtls.DtlsRole;
import parley.webrtc.dtls.DtlsSession;
import parley.webrtc.dtls.DtlsTimings;
import parley.webrtc.srtp.SrtpKeys;
import parley.webrtc.srtp.SrtpProfile;
import parley.webrtc.srtp.SrtpSession;

/** What concerns all connections of a process. */
public final class WebRtc {
    private static final int HANDSHAKES = 3;

    private WebRtc() {}

    /**
     * Shakes hands with itself and opens a few packets. The first handshake in a JVM takes up to 3 s and the first SRTP
     * context, which measures the ciphers there are, another 1 to 3 s; whoever calls first should not be the one who waits.
     * Blocks; call it at start, on any thread but an event loop.
     */
    public static void warmUp() {
        DtlsIdentity identity = DtlsIdentity.generate(new SecureRandom());
        try (ExecutorService loop = Executors.newSingleThreadExecutor()) {
            for (int i = 0; i < HANDSHAKES; i++) {
                shakeHands(identity, loop);
            }
        }
        for (SrtpProfile profile : SrtpProfile.values()) {
            byte[] key = new byte[profile.keyLength()];
            byte[] salt = new byte[profile.saltLength()];
            try (SrtpSession session = new SrtpSession(new SrtpKeys(profile, key, salt, key, salt))) {
                byte[] packet = new byte[200];
                for (int i = 0; i < 50; i++) {
                    java.util.Arrays.fill(packet, (byte) 0);
                    packet[0] = (byte) 0x80;
                    packet[3] = (byte) i;
                    session.openRtp(packet, 0, session.protectRtp(packet, 0, 120));
                }
            }
        }
    }

    private static void shakeHands(DtlsIdentity identity, ExecutorService loop) {
        Loopback client = new Loopback();
        Loopback server = new Loopback();
        client.session.set(session(DtlsRole.CLIENT, identity, loop, client));
        server.session.set(session(DtlsRole.SERVER, identity, loop, server));
        client.other = server;
        server.other = client;
        loop.execute(() -> {
            server.session.get().start();
            client.session.get().start();
        });
        try {
            client.keys.get(20, TimeUnit.SECONDS);
            server.keys.get(20, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("cannot shake hands with myself", e);
        } finally {
            loop.execute(client.session.get()::close);
            loop.execute(server.session.get()::close);
        }
    }

    private static DtlsSession session(DtlsRole role, DtlsIdentity identity, ExecutorService loop, Loopback listener) {
        return new DtlsSession(role, identity, List.of(identity.fingerprint()), DtlsTimings.USUAL, loop, listener);
    }

    private static final class Loopback implements DtlsListener {
        final AtomicReference<DtlsSession> session = new AtomicReference<>();
        final CompletableFuture<SrtpKeys> keys = new CompletableFuture<>();
        Loopback other = this;

        @Override
        public void onTransmit(byte[] datagram) {
            other.session.get().receive(datagram);
        }

        @Override
        public void onKeys(SrtpKeys found) {
            keys.complete(found);
        }

        @Override
        public void onFailed(String reason) {
            keys.completeExceptionally(new IllegalStateException(reason));
        }

        @Override
        public void onClosed() {}
    }
}
