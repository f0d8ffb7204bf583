package parley.webrtc.driver;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.channel.socket.DatagramPacket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import parley.webrtc.netem.NetworkConditions;

final class EmulatedPathTest {
    private static final InetSocketAddress HERE = new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 1);
    private static final InetSocketAddress THERE = new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 2);

    @Test
    void shouldHoldPacketsBackInBothDirections() {
        EmulatedPath path = new EmulatedPath(NetworkConditions.PERFECT.withDelay(30, 0), 1);
        EmbeddedChannel channel = behind(path);
        channel.writeOutbound(packet(7));
        channel.writeInbound(packet(8));
        pass(channel, 29);
        assertThat(out(channel)).isEmpty();
        assertThat(in(channel)).isEmpty();
        pass(channel, 1);
        assertThat(out(channel)).containsExactly(7);
        assertThat(in(channel)).containsExactly(8);
        channel.finishAndReleaseAll();
    }

    @Test
    void shouldLoseTheSamePacketsForTheSameSeed() {
        NetworkConditions lossy = NetworkConditions.PERFECT.withLoss(0.3);
        List<Integer> first = carried(new EmulatedPath(lossy, NetworkConditions.PERFECT, 4));
        assertThat(first).hasSizeBetween(100, 180).isEqualTo(carried(new EmulatedPath(lossy, 4)));
        assertThat(first).isNotEqualTo(carried(new EmulatedPath(lossy, 5)));
    }

    @Test
    void shouldTellWhatItCarriedAndLostAndChangeOnTheWay() {
        EmulatedPath path = new EmulatedPath(NetworkConditions.PERFECT.withLoss(1), 1);
        EmbeddedChannel channel = behind(path);
        channel.writeOutbound(packet(1));
        channel.writeInbound(packet(2));
        path.change(NetworkConditions.PERFECT, NetworkConditions.PERFECT.withLoss(1));
        channel.writeOutbound(packet(3));
        channel.writeInbound(packet(4));
        assertThat(out(channel)).containsExactly(3);
        assertThat(in(channel)).isEmpty();
        assertThat(path.carried()).isEqualTo(4);
        assertThat(path.lost()).isEqualTo(3);
        channel.finishAndReleaseAll();
    }

    private static List<Integer> carried(EmulatedPath path) {
        EmbeddedChannel channel = behind(path);
        for (int i = 0; i < 200; i++) {
            channel.writeOutbound(packet(i));
        }
        List<Integer> arrived = out(channel);
        channel.finishAndReleaseAll();
        return arrived;
    }

    private static EmbeddedChannel behind(EmulatedPath path) {
        EmbeddedChannel channel = new EmbeddedChannel(path.handler());
        channel.freezeTime();
        return channel;
    }

    private static void pass(EmbeddedChannel channel, int millis) {
        channel.advanceTimeBy(millis, TimeUnit.MILLISECONDS);
        channel.runScheduledPendingTasks();
    }

    private static DatagramPacket packet(int content) {
        return new DatagramPacket(Unpooled.wrappedBuffer(new byte[] {(byte) content}), THERE, HERE);
    }

    private static List<Integer> out(EmbeddedChannel channel) {
        List<Integer> contents = new ArrayList<>();
        for (DatagramPacket next = channel.readOutbound(); next != null; next = channel.readOutbound()) {
            assertThat(next.recipient()).isEqualTo(THERE);
            contents.add((int) next.content().getUnsignedByte(0));
            next.release();
        }
        return contents;
    }

    private static List<Integer> in(EmbeddedChannel channel) {
        List<Integer> contents = new ArrayList<>();
        for (DatagramPacket next = channel.readInbound(); next != null; next = channel.readInbound()) {
            assertThat(next.sender()).isEqualTo(HERE);
            contents.add((int) next.content().getUnsignedByte(0));
            next.release();
        }
        return contents;
    }
}
