package parley.webrtc.driver;

import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.channel.socket.DatagramPacket;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.ScheduledFuture;
import java.net.InetSocketAddress;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import parley.webrtc.netem.NetworkConditions;
import parley.webrtc.netem.NetworkEmulator;

/**
 * A bad network between a {@link MediaPort} and the real one, in real time: what the port sends and what comes to it passes a
 * seeded {@link NetworkEmulator} in each direction, checks and handshakes included. For rehearsals and tests over real
 * sockets. Which packets are lost depends on the seed and on their order only; how late they are, also on the machine. Safe
 * for all threads.
 */
public final class EmulatedPath {
    private final AtomicLong seeds;
    private final LongAdder carried = new LongAdder();
    private final LongAdder lost = new LongAdder();
    private volatile NetworkConditions outward;
    private volatile NetworkConditions inward;

    /** The same conditions both ways. */
    public EmulatedPath(NetworkConditions conditions, long seed) {
        this(conditions, conditions, seed);
    }

    /**
     * @param outward what happens to what the port sends
     * @param inward what happens to what is sent to it
     */
    public EmulatedPath(NetworkConditions outward, NetworkConditions inward, long seed) {
        this.outward = outward;
        this.inward = inward;
        this.seeds = new AtomicLong(seed);
    }

    /** From the next packet on. */
    public void change(NetworkConditions nowOutward, NetworkConditions nowInward) {
        outward = nowOutward;
        inward = nowInward;
    }

    /** Packets that were given to this path, in both directions. */
    public long carried() {
        return carried.sum();
    }

    /** Those of them that did not arrive. */
    public long lost() {
        return lost.sum();
    }

    /** The path of one more socket. */
    ChannelHandler handler() {
        return new Handler();
    }

    @SuppressWarnings("ArrayRecordComponent") // under way once, never compared
    private record Travelling(
            byte[] data,
            @Nullable InetSocketAddress to,
            @Nullable InetSocketAddress from) {
        DatagramPacket packet() {
            return new DatagramPacket(Unpooled.wrappedBuffer(data), to, from);
        }
    }

    /** One direction. On the socket's loop only. */
    private final class Direction {
        private final NetworkEmulator<Travelling> emulator =
                new NetworkEmulator<>(NetworkConditions.PERFECT, new Random(seeds.getAndIncrement()));
        private final ChannelHandlerContext context;
        private final Consumer<DatagramPacket> arrival;
        private @Nullable ScheduledFuture<?> timer;

        Direction(ChannelHandlerContext context, Consumer<DatagramPacket> arrival) {
            this.context = context;
            this.arrival = arrival;
        }

        void send(DatagramPacket packet, NetworkConditions conditions) {
            byte[] data = ByteBufUtil.getBytes(packet.content());
            Travelling travelling = new Travelling(data, packet.recipient(), packet.sender());
            packet.release();
            long before = emulator.lost();
            emulator.change(conditions);
            emulator.send(travelling, data.length, nowNanos());
            carried.increment();
            lost.add(emulator.lost() - before);
            deliver();
        }

        private void deliver() {
            if (timer != null) {
                timer.cancel(false);
                timer = null;
            }
            long now = nowNanos();
            for (Travelling next = emulator.poll(now); next != null; next = emulator.poll(now)) {
                arrival.accept(next.packet());
            }
            long due = emulator.nextDeadlineNanos();
            if (due != Long.MAX_VALUE && context.channel().isActive()) {
                timer = context.executor().schedule(this::deliver, Math.max(0, due - now), TimeUnit.NANOSECONDS);
            }
        }

        private long nowNanos() {
            return context.executor().ticker().nanoTime();
        }

        void close() {
            if (timer != null) {
                timer.cancel(false);
                timer = null;
            }
        }
    }

    private final class Handler extends ChannelDuplexHandler {
        private @Nullable Direction out;
        private @Nullable Direction in;

        @Override
        public void handlerAdded(ChannelHandlerContext context) {
            out = new Direction(context, packet -> context.writeAndFlush(packet, context.voidPromise()));
            in = new Direction(context, context::fireChannelRead);
        }

        @Override
        public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
            if (out != null && message instanceof DatagramPacket packet) {
                out.send(packet, outward);
                promise.trySuccess(); // a network does not tell either
            } else {
                context.write(message, promise);
            }
        }

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            if (in != null && message instanceof DatagramPacket packet) {
                in.send(packet, inward);
            } else {
                ReferenceCountUtil.release(message);
            }
        }

        @Override
        public void channelInactive(ChannelHandlerContext context) {
            if (out != null && in != null) {
                out.close();
                in.close();
            }
            context.fireChannelInactive();
        }
    }
}
