package parley.server.bench;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A process with very many subscribers to one meeting, each with a WebSocket of its own. It notes when each message came to
 * each of them; at the end it is told when each event was published and prints how far behind the subscribers were.
 *
 * <pre>
 *   arguments: PORT PATH COUNT; prints "connected N"
 *   reads: a line "SEQ NANOS" for each event, then "end"; prints "messages N", "p50 MS", "p99 MS", "max MS", "missing N"
 * </pre>
 *
 * Both processes read the machine's monotonic clock, so their times can be compared.
 */
public final class SubscriberCrowd {
    private static final int CONNECTING_AT_ONCE = 256;
    private static final int PATIENCE_SECONDS = 60;

    private final ConcurrentLinkedQueue<Subscriber> subscribers = new ConcurrentLinkedQueue<>();
    private final AtomicInteger connected = new AtomicInteger();
    private final Semaphore doors = new Semaphore(CONNECTING_AT_ONCE);

    private SubscriberCrowd() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        new SubscriberCrowd().run(Integer.parseInt(arguments[0]), arguments[1], Integer.parseInt(arguments[2]));
    }

    private void run(int port, String path, int count) throws IOException, InterruptedException {
        MultiThreadIoEventLoopGroup loops = new MultiThreadIoEventLoopGroup(2, NioIoHandler.newFactory());
        byte[] upgrade = ("GET " + path + " HTTP/1.1\r\nHost: 127.0.0.1:" + port
                        + "\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
                        + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII);
        Bootstrap bootstrap = new Bootstrap()
                .group(loops)
                .channel(NioSocketChannel.class)
                .option(ChannelOption.SO_RCVBUF, 16_384)
                .handler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel channel) {
                        channel.pipeline().addLast(new Subscriber(upgrade));
                    }
                });
        for (int i = 0; i < count; i++) {
            if (!doors.tryAcquire(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                break;
            }
            bootstrap.connect("127.0.0.1", port).addListener(done -> {
                if (!done.isSuccess()) {
                    doors.release();
                }
            });
        }
        doors.tryAcquire(CONNECTING_AT_ONCE, PATIENCE_SECONDS, TimeUnit.SECONDS);
        System.out.println("connected " + connected.get());
        Map<Long, Long> published = new HashMap<>();
        BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
        for (String line = lines.readLine(); line != null && !line.equals("end"); line = lines.readLine()) {
            String[] words = line.split(" ");
            published.put(Long.parseLong(words[0]), Long.parseLong(words[1]));
        }
        report(published);
        loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
    }

    private void report(Map<Long, Long> published) {
        int messages = subscribers.stream().mapToInt(s -> s.count).sum();
        double[] behind = new double[messages];
        int at = 0;
        long missing = 0;
        for (Subscriber subscriber : subscribers) {
            int found = 0;
            for (int i = 0; i < subscriber.count; i++) {
                Long when = published.get(subscriber.seqs[i]);
                if (when != null && at < behind.length) {
                    behind[at++] = (subscriber.arrivals[i] - when) / 1e6;
                    found++;
                }
            }
            missing += published.size() - found;
        }
        double[] sorted = Arrays.copyOf(behind, at);
        Arrays.sort(sorted);
        System.out.println("messages " + at);
        System.out.println("p50 " + percentile(sorted, 0.5));
        System.out.println("p99 " + percentile(sorted, 0.99));
        System.out.println("max " + percentile(sorted, 1));
        System.out.println("missing " + missing);
    }

    private static double percentile(double[] sorted, double share) {
        return sorted.length == 0
                ? 0
                : sorted[Math.clamp((int) Math.ceil(share * sorted.length) - 1, 0, sorted.length - 1)];
    }

    private static int indexOf(ByteBuf in, byte[] wanted) {
        for (int i = in.readerIndex(); i + wanted.length <= in.writerIndex(); i++) {
            int same = 0;
            while (same < wanted.length && in.getByte(i + same) == wanted[same]) {
                same++;
            }
            if (same == wanted.length) {
                return i;
            }
        }
        return -1;
    }

    /** One connection; reads only as much of the protocol as it takes to find the events' numbers. */
    private final class Subscriber extends ChannelInboundHandlerAdapter {
        private static final byte[] SEQ = "\"seq\":".getBytes(StandardCharsets.US_ASCII);
        private final byte[] upgrade;
        private ByteBuf waiting = Unpooled.EMPTY_BUFFER;
        private boolean upgraded;
        private long[] seqs = new long[64];
        private long[] arrivals = new long[64];
        private int count;

        Subscriber(byte[] upgrade) {
            this.upgrade = upgrade;
        }

        @Override
        public void channelActive(ChannelHandlerContext context) {
            context.writeAndFlush(Unpooled.wrappedBuffer(upgrade));
        }

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            long now = System.nanoTime();
            ByteBuf all = waiting.isReadable() ? Unpooled.wrappedBuffer(waiting, (ByteBuf) message) : (ByteBuf) message;
            if (!upgraded) {
                upgraded = pastHeaders(all);
                if (upgraded) {
                    subscribers.add(this);
                    connected.incrementAndGet();
                    doors.release();
                }
            }
            while (upgraded && frame(all, now)) {}
            waiting = all.isReadable() ? Unpooled.copiedBuffer(all) : Unpooled.EMPTY_BUFFER;
            all.release();
        }

        private static boolean pastHeaders(ByteBuf in) {
            int end = indexOf(in, "\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            if (end < 0) {
                return false;
            }
            in.readerIndex(end + 4);
            return true;
        }

        /** RFC 6455, 5.2: a server's frames are not masked. */
        private boolean frame(ByteBuf in, long nowNanos) {
            if (in.readableBytes() < 2) {
                return false;
            }
            int start = in.readerIndex();
            int opcode = in.readByte() & 0x0f;
            long length = in.readByte() & 0x7f;
            int more = length == 126 ? 2 : length == 127 ? 8 : 0;
            if (in.readableBytes() >= more) {
                length = more == 2 ? in.readUnsignedShort() : more == 8 ? in.readLong() : length;
                if (in.readableBytes() >= length) {
                    ByteBuf payload = in.readSlice((int) length);
                    if (opcode == 1) {
                        note(payload, nowNanos);
                    }
                    return true;
                }
            }
            in.readerIndex(start);
            return false;
        }

        private void note(ByteBuf json, long nowNanos) {
            int at = indexOf(json, SEQ);
            if (at < 0) {
                return;
            }
            long seq = 0;
            for (int i = at + SEQ.length; i < json.writerIndex(); i++) {
                byte b = json.getByte(i);
                if (b >= '0' && b <= '9') {
                    seq = seq * 10 + b - '0';
                } else if (b != '"' && b != ' ') {
                    break;
                }
            }
            if (count == seqs.length) {
                seqs = Arrays.copyOf(seqs, count * 2);
                arrivals = Arrays.copyOf(arrivals, count * 2);
            }
            seqs[count] = seq;
            arrivals[count++] = nowNanos;
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            context.close();
        }
    }
}
