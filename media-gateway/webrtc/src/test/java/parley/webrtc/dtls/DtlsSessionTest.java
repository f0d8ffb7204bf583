package parley.webrtc.dtls;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import parley.webrtc.srtp.SrtpKeys;

/** Two sessions over a wire in memory. BouncyCastle keeps its own time, so this is real time with short timers. */
final class DtlsSessionTest {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final DtlsIdentity ANN = DtlsIdentity.generate(RANDOM);
    private static final DtlsIdentity BOB = DtlsIdentity.generate(RANDOM);
    private static final DtlsTimings QUICK = new DtlsTimings(40, 15_000);

    private final ExecutorService loop = Executors.newSingleThreadExecutor();

    @AfterEach
    void close() {
        loop.shutdownNow();
    }

    @Test
    void shouldAgreeOnKeysInSmallDatagramsAndSayGoodbye() throws Exception {
        End client = new End(DtlsRole.CLIENT, ANN, BOB.fingerprint());
        End server = new End(DtlsRole.SERVER, BOB, ANN.fingerprint());
        connect(client, server);
        SrtpKeys here = client.keys.get(15, TimeUnit.SECONDS);
        SrtpKeys there = server.keys.get(15, TimeUnit.SECONDS);
        assertThat(here.localKey()).isEqualTo(there.remoteKey());
        assertThat(here.remoteKey()).isEqualTo(there.localKey());
        assertThat(here.localSalt()).isEqualTo(there.remoteSalt());
        assertThat(here.localKey()).isNotEqualTo(here.remoteKey());
        assertThat(Math.max(client.largest, server.largest)).isLessThanOrEqualTo(DtlsSession.SEND_LIMIT);
        loop.execute(client.session::close);
        server.closed.get(5, TimeUnit.SECONDS);
    }

    @Test
    void shouldGetThroughLossDuplicationAndNoise() throws Exception {
        long seed = System.nanoTime();
        System.out.println("loss from seed " + seed);
        Random random = new Random(seed);
        for (int i = 0; i < 5; i++) {
            End client = new End(DtlsRole.CLIENT, ANN, BOB.fingerprint());
            End server = new End(DtlsRole.SERVER, BOB, ANN.fingerprint());
            client.disturbance = server.disturbance = random;
            connect(client, server);
            assertThat(client.keys.get(15, TimeUnit.SECONDS).localKey())
                    .isEqualTo(server.keys.get(15, TimeUnit.SECONDS).remoteKey());
        }
    }

    @Test
    void shouldRefuseAnotherCertificateThanTheOneDescribed() throws Exception {
        End client = new End(DtlsRole.CLIENT, ANN, ANN.fingerprint());
        End server = new End(DtlsRole.SERVER, BOB, ANN.fingerprint());
        connect(client, server);
        assertThat(client.failure.get(15, TimeUnit.SECONDS)).contains("not the one in its description");
        assertThat(server.failure.get(15, TimeUnit.SECONDS)).isNotEmpty();
        assertThat(server.keys).isCompletedExceptionally();

        End stranger = new End(DtlsRole.CLIENT, DtlsIdentity.generate(RANDOM), BOB.fingerprint());
        End strict = new End(DtlsRole.SERVER, BOB, ANN.fingerprint());
        connect(stranger, strict);
        assertThat(strict.failure.get(15, TimeUnit.SECONDS)).isNotEmpty();
        assertThat(strict.keys).isCompletedExceptionally();
    }

    @Test
    void shouldIgnoreGarbageAfterTheHandshake() throws Exception {
        End client = new End(DtlsRole.CLIENT, ANN, BOB.fingerprint());
        End server = new End(DtlsRole.SERVER, BOB, ANN.fingerprint());
        connect(client, server);
        server.keys.get(15, TimeUnit.SECONDS);
        client.keys.get(15, TimeUnit.SECONDS);
        Random random = new Random(3);
        CompletableFuture<Boolean> done = new CompletableFuture<>();
        loop.execute(() -> {
            for (int i = 0; i < 2_000; i++) {
                byte[] garbage = new byte[random.nextInt(1_500)];
                random.nextBytes(garbage);
                if (garbage.length > 2) {
                    garbage[0] = (byte) (20 + random.nextInt(5));
                    garbage[1] = (byte) 0xfe;
                    garbage[2] = (byte) 0xfd;
                }
                server.session.receive(garbage);
            }
            done.complete(true);
        });
        assertThat(done.get(10, TimeUnit.SECONDS)).isTrue();
        assertThat(server.closed).isNotDone();
        loop.execute(client.session::close);
        server.closed.get(5, TimeUnit.SECONDS);
    }

    @Test
    void shouldGiveUpOnAPeerThatNeverAnswers() throws Exception {
        End client = new End(DtlsRole.CLIENT, ANN, BOB.fingerprint(), new DtlsTimings(20, 200));
        client.other = new End(DtlsRole.SERVER, BOB, ANN.fingerprint());
        loop.execute(client.session::start);
        assertThat(client.failure.get(10, TimeUnit.SECONDS)).isNotEmpty();
    }

    @Test
    void shouldReadFingerprintsStrictly() {
        String value = ANN.fingerprint().value();
        assertThat(Fingerprint.parse(value)).contains(ANN.fingerprint());
        assertThat(Fingerprint.parse(value.toLowerCase(java.util.Locale.ROOT))).contains(ANN.fingerprint());
        assertThat(Fingerprint.parse("sha-1 " + "AB:".repeat(19) + "AB")).isEmpty();
        assertThat(Fingerprint.parse(value.substring(0, value.length() - 1))).isEmpty();
        assertThat(Fingerprint.parse(value.replace(':', ';'))).isEmpty();
        assertThat(Fingerprint.parse("")).isEmpty();
    }

    private void connect(End client, End server) {
        client.other = server;
        server.other = client;
        loop.execute(() -> {
            server.session.start();
            client.session.start();
        });
    }

    private final class End implements DtlsListener {
        final CompletableFuture<SrtpKeys> keys = new CompletableFuture<>();
        final CompletableFuture<String> failure = new CompletableFuture<>();
        final CompletableFuture<Boolean> closed = new CompletableFuture<>();
        final DtlsSession session;
        Random disturbance;
        End other;
        int largest;

        End(DtlsRole role, DtlsIdentity identity, Fingerprint expected) {
            this(role, identity, expected, QUICK);
        }

        End(DtlsRole role, DtlsIdentity identity, Fingerprint expected, DtlsTimings timings) {
            session = new DtlsSession(role, identity, List.of(expected), timings, loop, this);
        }

        @Override
        public void onTransmit(byte[] datagram) {
            largest = Math.max(largest, datagram.length);
            if (other == null) {
                return;
            }
            if (disturbance != null) {
                int fate = disturbance.nextInt(10);
                if (fate == 0) {
                    return;
                }
                if (fate == 2) {
                    other.session.receive(datagram.clone());
                }
                if (fate == 3) {
                    byte[] noise = new byte[1 + disturbance.nextInt(300)];
                    disturbance.nextBytes(noise);
                    other.session.receive(noise);
                }
            }
            other.session.receive(datagram);
        }

        @Override
        public void onKeys(SrtpKeys found) {
            keys.complete(found);
        }

        @Override
        public void onFailed(String reason) {
            // Last what the tests wait for: the rest is then done.
            keys.completeExceptionally(new IllegalStateException(reason));
            failure.complete(reason);
        }

        @Override
        public void onClosed() {
            closed.complete(true);
        }
    }
}
