package parley.webrtc.ice;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import parley.webrtc.stun.AttributeType;
import parley.webrtc.stun.StunMessage;
import parley.webrtc.stun.StunWriter;
import parley.webrtc.stun.TransactionId;

final class IceAgentTest {
    private static final InetSocketAddress A = address("10.0.0.1", 5000);
    private static final InetSocketAddress B = address("10.0.0.2", 6000);

    @Test
    void shouldConnectTwoFullAgents() {
        IceWorld world = new IceWorld(1, IceConfig.full(), IceConfig.full(), List.of(A), List.of(B));
        world.exchange(true, true);
        world.runMillis(500);
        assertThat(world.left.state()).isEqualTo(IceState.CONNECTED);
        assertThat(world.right.state()).isEqualTo(IceState.CONNECTED);
        assertThat(world.left.selected()).contains(new IceOutput.PairSelected(A, B));
        assertThat(world.right.selected()).contains(new IceOutput.PairSelected(B, A));
    }

    @Test
    void shouldLearnAPeerThatHidesItsAddress() {
        IceWorld world = new IceWorld(2, IceConfig.full(), IceConfig.full(), List.of(A), List.of(B));
        world.exchange(false, true); // as with mDNS names only
        world.runMillis(500);
        assertThat(world.right.selected()).contains(new IceOutput.PairSelected(B, A));
        assertThat(world.left.state()).isEqualTo(IceState.CONNECTED);
    }

    @Test
    void shouldAnswerAsALiteAgent() {
        IceWorld world = new IceWorld(3, IceConfig.full(), IceConfig.liteAgent(), List.of(A), List.of(B));
        world.exchange(true, true);
        world.runMillis(500);
        assertThat(world.left.state()).isEqualTo(IceState.CONNECTED);
        assertThat(world.right.state()).isEqualTo(IceState.CONNECTED);
        assertThat(world.right.counters().checksSent()).isZero();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldSettleWhoControls(boolean bothControl) {
        for (int seed = 0; seed < 20; seed++) {
            IceWorld world = new IceWorld(seed, IceConfig.full(), IceConfig.full(), List.of(A), List.of(B));
            world.exchange(true, true, bothControl, bothControl);
            world.runMillis(2_000);
            assertThat(world.left.state()).isEqualTo(IceState.CONNECTED);
            assertThat(world.right.state()).isEqualTo(IceState.CONNECTED);
            assertThat(world.left.controlling()).isNotEqualTo(world.right.controlling());
        }
    }

    @Test
    void shouldConnectThroughHeavyLoss() {
        for (int seed = 100; seed < 120; seed++) {
            IceWorld world = new IceWorld(seed, IceConfig.full(), IceConfig.full(), List.of(A), List.of(B));
            world.loss = 0.3;
            world.exchange(true, true);
            world.runMillis(15_000);
            assertThat(world.left.selected()).as("seed %d", seed).isPresent();
            assertThat(world.right.selected()).as("seed %d", seed).isPresent();
            assertThat(world.states).as("seed %d", seed).doesNotContain(IceState.FAILED);
        }
    }

    @Test
    void shouldPreferTheBetterPairAndSurviveOneThatGoesNowhere() {
        InetSocketAddress better = address("10.0.0.9", 5000);
        IceWorld world = new IceWorld(5, IceConfig.full(), IceConfig.full(), List.of(better, A), List.of(B));
        world.exchange(true, true);
        world.runMillis(1_000);
        assertThat(world.right.selected()).contains(new IceOutput.PairSelected(B, better));

        IceWorld blocked = new IceWorld(6, IceConfig.full(), IceConfig.full(), List.of(better, A), List.of(B));
        blocked.unreachable.add(better);
        blocked.exchange(true, true);
        blocked.runMillis(8_000);
        assertThat(blocked.right.selected()).contains(new IceOutput.PairSelected(B, A));
    }

    @Test
    void shouldNoticeAPeerThatIsGoneAndThenGiveUp() {
        IceWorld world = connected(7);
        world.loss = 1;
        world.runMillis(9_000);
        assertThat(world.left.state()).isEqualTo(IceState.DISCONNECTED);
        world.runMillis(25_000);
        assertThat(world.left.state()).isEqualTo(IceState.FAILED);
        assertThat(world.right.state()).isEqualTo(IceState.FAILED);
    }

    @Test
    void shouldStayConnectedForAsLongAsThePeerConsents() {
        IceWorld world = connected(8);
        world.loss = 0.2;
        world.runMillis(120_000);
        assertThat(world.left.state()).isIn(IceState.CONNECTED, IceState.DISCONNECTED);
        assertThat(world.states).doesNotContain(IceState.FAILED);
    }

    @Test
    void shouldMoveToANewAddressByARestart() {
        IceWorld world = connected(9);
        InetSocketAddress moved = address("10.0.7.7", 7777);
        world.rename(A, moved);
        world.left.restart();
        world.right.restart();
        world.exchange(false, true);
        world.runMillis(1_000);
        assertThat(world.right.selected()).contains(new IceOutput.PairSelected(B, moved));
        assertThat(world.right.state()).isEqualTo(IceState.CONNECTED);
    }

    @Test
    void shouldSayNothingToStrangers() {
        IceWorld world = connected(10);
        long sent = world.transmitted;
        TransactionId id = TransactionId.random(new Random(4));
        byte[] stranger = StunWriter.bindingRequest(id)
                .text(AttributeType.USERNAME, world.left.localCredentials().ufrag() + ":abcd")
                .integrity("not the password at all".getBytes(StandardCharsets.UTF_8))
                .fingerprinted();
        world.inject(stranger, A, address("203.0.113.5", 999));
        assertThat(world.transmitted).isEqualTo(sent);
        assertThat(world.left.counters().unauthenticated()).isEqualTo(1);
        assertThat(world.left.validated(A, address("203.0.113.5", 999))).isFalse();
    }

    @Test
    void shouldFindItsAddressWithAStunServer() throws Exception {
        InetSocketAddress server = address("192.0.2.3", 3478);
        InetSocketAddress mapped = address("198.51.100.1", 40_000);
        IceAgent agent = new IceAgent(
                IceConfig.full().withStunServers(List.of(server)), true, List.of(Candidate.host(A, 1)), new Random(1));
        agent.gather(0);
        IceOutput.Transmit question = (IceOutput.Transmit) agent.poll().orElseThrow();
        assertThat(question.to()).isEqualTo(server);
        StunMessage asked = StunMessage.read(question.bytes(), 0, question.bytes().length);
        byte[] answer = StunWriter.bindingSuccess(asked.transactionId())
                .xorMappedAddress(mapped)
                .written();
        agent.handle(StunMessage.read(answer, 0, answer.length), A, address("203.0.113.5", 3478), 1);
        assertThat(agent.poll()).isEmpty();
        assertThat(agent.counters().unexpectedAnswers()).isEqualTo(1);
        agent.tick(150_000_000);
        IceOutput.Transmit again = (IceOutput.Transmit) agent.poll().orElseThrow();
        assertThat(again.bytes()).isEqualTo(question.bytes());
        agent.handle(StunMessage.read(answer, 0, answer.length), A, server, 150_000_001);
        Candidate found = Stream.generate(agent::poll)
                .limit(5)
                .flatMap(output -> output.stream())
                .filter(IceOutput.CandidateFound.class::isInstance)
                .map(output -> ((IceOutput.CandidateFound) output).candidate())
                .findFirst()
                .orElseThrow();
        assertThat(found.address()).isEqualTo(mapped);
        assertThat(found.line()).contains("typ srflx").contains("raddr 10.0.0.1");
    }

    @Test
    void shouldReadCandidatesOfBrowsersAndIgnoreTheRest() {
        assertThat(Candidate.parse("candidate:1 1 udp 2122260223 192.168.1.4 54321 typ host generation 0 ufrag abcd"))
                .get()
                .satisfies(
                        candidate -> assertThat(candidate.address().getPort()).isEqualTo(54_321));
        for (String ignored : List.of(
                "candidate:1 1 udp 2122260223 8f3a-11.local 54321 typ host",
                "candidate:1 1 tcp 2122260223 192.168.1.4 9 typ host tcptype active",
                "candidate:1 2 udp 2122260223 192.168.1.4 54321 typ host",
                "candidate:1 1 udp 2122260223 0.0.0.0 54321 typ host",
                "candidate:1 1 udp 2122260223 224.0.0.1 54321 typ host",
                "candidate:1 1 udp nonsense 192.168.1.4 54321 typ host",
                "candidate:",
                "end-of-candidates")) {
            assertThat(Candidate.parse(ignored)).as(ignored).isEmpty();
        }
    }

    private static IceWorld connected(long seed) {
        IceWorld world = new IceWorld(seed, IceConfig.full(), IceConfig.full(), List.of(A), List.of(B));
        world.exchange(true, true);
        world.runMillis(1_000);
        assertThat(world.left.state()).isEqualTo(IceState.CONNECTED);
        assertThat(world.right.state()).isEqualTo(IceState.CONNECTED);
        return world;
    }

    static InetSocketAddress address(String host, int port) {
        return new InetSocketAddress(InetAddress.ofLiteral(host), port);
    }
}
