package parley.server.bench;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import parley.webrtc.driver.MediaLoops;

/**
 * What the same crowd waits for where nothing is done but sending: no meeting, no HTTP, the same number of sockets, as many
 * bytes as often. The gateway cannot be faster than this on the same machine.
 */
final class BareBroadcast {
    private static final byte[] SWITCHED =
            "HTTP/1.1 101 Switching Protocols\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final int WARM_UP_EVENTS = 40;
    private static final int EVENTS = 60;

    private final Map<EventLoop, List<Channel>> subscribers = new ConcurrentHashMap<>();

    private BareBroadcast() {}

    /** How far behind the crowd was, in milliseconds. */
    static Map<String, Double> measure(Launcher launcher, Path log, int sockets, int bytes, long everyMillis)
            throws IOException, InterruptedException {
        return new BareBroadcast().run(launcher, log, sockets, bytes, everyMillis);
    }

    private Map<String, Double> run(Launcher launcher, Path log, int sockets, int bytes, long everyMillis)
            throws IOException, InterruptedException {
        EventLoopGroup loops = MediaLoops.open("bare", Runtime.getRuntime().availableProcessors());
        try {
            Channel door = listen(loops);
            int port = ((InetSocketAddress) door.localAddress()).getPort();
            try (Crowd crowd = Crowd.start(launcher, log, port, "/", sockets)) {
                Map<Long, Long> published = new HashMap<>();
                for (long seq = 1; seq <= WARM_UP_EVENTS + EVENTS; seq++) {
                    TimeUnit.MILLISECONDS.sleep(everyMillis);
                    ByteBuf frame = Unpooled.wrappedBuffer(frame(seq, bytes));
                    if (seq > WARM_UP_EVENTS) {
                        published.put(seq, System.nanoTime());
                    }
                    subscribers.forEach((loop, channels) -> loop.execute(() -> channels.forEach(
                            channel -> channel.writeAndFlush(frame.retainedDuplicate(), channel.voidPromise()))));
                }
                TimeUnit.SECONDS.sleep(2);
                return crowd.behind(published);
            } finally {
                door.close();
            }
        } finally {
            loops.shutdownGracefully(0, 1, TimeUnit.SECONDS);
        }
    }

    private Channel listen(EventLoopGroup loops) throws InterruptedException {
        return new ServerBootstrap()
                .group(loops)
                .channel(Epoll.isAvailable() ? EpollServerSocketChannel.class : NioServerSocketChannel.class)
                .option(ChannelOption.SO_BACKLOG, 1024)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childHandler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        channel.pipeline().addLast(new Greeting());
                    }
                })
                .bind(InetAddress.getLoopbackAddress(), 0)
                .sync()
                .channel();
    }

    private static ByteBuffer frame(long seq, int bytes) {
        StringBuilder text = new StringBuilder("{\"seq\":\"").append(seq).append("\",\"text\":\"");
        // As many as an event's, which the short form of a length cannot tell.
        text.repeat('x', Math.max(126, bytes) - text.length());
        byte[] payload = text.toString().getBytes(StandardCharsets.US_ASCII);
        return ByteBuffer.allocateDirect(payload.length + 4)
                .put((byte) 0x81)
                .put((byte) 126)
                .putShort((short) payload.length)
                .put(payload)
                .flip();
    }

    /** Takes whatever a subscriber asks as the wish to subscribe. */
    private final class Greeting extends ChannelInboundHandlerAdapter {
        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            ReferenceCountUtil.release(message);
            Channel channel = context.channel();
            subscribers
                    .computeIfAbsent(channel.eventLoop(), loop -> new ArrayList<>())
                    .add(channel);
            context.writeAndFlush(Unpooled.wrappedBuffer(SWITCHED));
        }
    }
}
