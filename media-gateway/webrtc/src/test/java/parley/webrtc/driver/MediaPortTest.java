package parley.webrtc.driver;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.EventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import parley.webrtc.dtls.DtlsIdentity;
import parley.webrtc.loop.TaskLoop;
import parley.webrtc.peer.PeerConnection;
import parley.webrtc.peer.PeerListener;
import parley.webrtc.peer.PeerState;

/** Two ports on loopback, with real sockets and real handshakes. */
final class MediaPortTest {
    private final SecureRandom random = new SecureRandom();
    private MultiThreadIoEventLoopGroup group;
    private MediaPort left;
    private MediaPort right;

    @BeforeEach
    void open() throws Exception {
        group = new MultiThreadIoEventLoopGroup(2, NioIoHandler.newFactory());
        DtlsIdentity identity = DtlsIdentity.generate(random);
        left = MediaPort.open(MediaPortConfig.loopback(), group, identity, random);
        right = MediaPort.open(MediaPortConfig.loopback(), group, DtlsIdentity.generate(random), random);
    }

    @AfterEach
    void close() {
        left.close();
        right.close();
        group.shutdownGracefully(0, 100, TimeUnit.MILLISECONDS).awaitUninterruptibly();
    }

    @Test
    void shouldCarryRtpBothWaysAndSayGoodbye() throws Exception {
        Peer caller = new Peer(left, group.next());
        Peer called = new Peer(right, group.next());
        String offer = caller.on(() -> caller.connection.offer());
        String answer = called.on(() -> called.connection.answer(offer));
        caller.on(() -> {
            caller.connection.accept(answer);
            return true;
        });
        assertThat(caller.states.poll(20, TimeUnit.SECONDS)).isEqualTo(PeerState.CONNECTING);
        assertThat(caller.states.poll(20, TimeUnit.SECONDS)).isEqualTo(PeerState.CONNECTED);
        assertThat(called.states.poll(20, TimeUnit.SECONDS)).isEqualTo(PeerState.CONNECTING);
        assertThat(called.states.poll(20, TimeUnit.SECONDS)).isEqualTo(PeerState.CONNECTED);

        caller.on(() -> caller.connection.sendRtp(packet(7, "from the caller"), 27));
        assertThat(called.packets.poll(5, TimeUnit.SECONDS)).isEqualTo("0:from the caller");
        called.on(() -> called.connection.sendRtp(packet(9, "from the called"), 27));
        assertThat(caller.packets.poll(5, TimeUnit.SECONDS)).isEqualTo("0:from the called");

        caller.on(() -> {
            caller.connection.close();
            return true;
        });
        assertThat(called.states.poll(5, TimeUnit.SECONDS)).isEqualTo(PeerState.CLOSED);
        assertThat(left.connections()).isZero();
        assertThat(right.connections()).isZero();
    }

    @Test
    void shouldHearOnlyThisMachineAtItsOwnAddresses() throws Exception {
        InetAddress own = InetAddress.ofLiteral("127.0.0.2");
        MediaPortConfig config = MediaPortConfig.loopback().withOwnAddresses(List.of(own));
        try (MediaPort port = MediaPort.open(config, group, DtlsIdentity.generate(random), random);
                DatagramSocket foreign = new DatagramSocket(0, InetAddress.ofLiteral("127.0.0.3"));
                DatagramSocket near = new DatagramSocket(0, own)) {
            DatagramPacket packet = new DatagramPacket(new byte[20], 20, own, port.port());
            foreign.send(packet);
            near.send(packet);
            while (port.counters().received() < 2) {
                Thread.onSpinWait();
            }
            assertThat(port.counters().foreign()).isEqualTo(1);
            Peer here = new Peer(port, group.next());
            assertThat(here.on(() -> here.connection.offer())).contains("127.0.0.1", "127.0.0.2");
        }
    }

    @Test
    void shouldFindANewPathAfterARestart() throws Exception {
        Peer caller = new Peer(left, group.next());
        Peer called = new Peer(right, group.next());
        String offer = caller.on(() -> caller.connection.offer());
        String answer = called.on(() -> called.connection.answer(offer));
        caller.on(() -> {
            caller.connection.accept(answer);
            return true;
        });
        caller.awaitConnected();
        called.awaitConnected();
        String again = caller.on(() -> caller.connection.restartOffer());
        assertThat(again).isNotEqualTo(offer);
        String answerAgain = called.on(() -> called.connection.answer(again));
        caller.on(() -> {
            caller.connection.accept(answerAgain);
            return true;
        });
        caller.on(() -> caller.connection.sendRtp(packet(7, "still the caller"), 28));
        assertThat(called.packets.poll(5, TimeUnit.SECONDS)).isEqualTo("0:still the caller");
    }

    private static byte[] packet(int sequence, String text) {
        byte[] payload = text.getBytes(java.nio.charset.StandardCharsets.US_ASCII);
        ByteBuffer packet = ByteBuffer.allocate(12 + payload.length + PeerConnection.TRAILER);
        packet.put((byte) 0x80)
                .put((byte) 111)
                .putShort((short) sequence)
                .putInt(0)
                .putInt(4711)
                .put(payload);
        return packet.array();
    }

    /** One end, with what it was told. */
    private static final class Peer implements PeerListener {
        final BlockingQueue<PeerState> states = new ArrayBlockingQueue<>(16);
        final BlockingQueue<String> packets = new ArrayBlockingQueue<>(16);
        final EventLoop loop;
        final PeerConnection connection;

        Peer(MediaPort port, EventLoop loop) throws Exception {
            this.loop = loop;
            this.connection = on(() -> port.connect(TaskLoop.on(loop), true, true, this));
        }

        <T> T on(Callable<T> task) throws Exception {
            CompletableFuture<T> result = new CompletableFuture<>();
            loop.execute(() -> {
                try {
                    result.complete(task.call());
                } catch (Exception e) {
                    result.completeExceptionally(e);
                }
            });
            return result.get(20, TimeUnit.SECONDS);
        }

        void awaitConnected() throws InterruptedException {
            PeerState state = states.poll(20, TimeUnit.SECONDS);
            while (state == PeerState.CONNECTING) {
                state = states.poll(20, TimeUnit.SECONDS);
            }
            assertThat(state).isEqualTo(PeerState.CONNECTED);
        }

        @Override
        public void onState(PeerState state, String reason) {
            states.add(state);
        }

        @Override
        public void onCandidate(String candidate, String mid) {}

        @Override
        public void onRtp(String mid, byte[] buffer, int offset, int length, long arrivalNanos) {
            byte[] payload = Arrays.copyOfRange(buffer, offset + 12, offset + length);
            packets.add(mid + ":" + new String(payload, java.nio.charset.StandardCharsets.US_ASCII));
        }

        @Override
        public void onRtcp(byte[] buffer, int offset, int length, long arrivalNanos) {}
    }
}
