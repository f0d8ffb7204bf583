package parley.webrtc.driver;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.IoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.epoll.EpollDatagramChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.socket.DatagramChannel;
import io.netty.channel.socket.DatagramPacket;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.handler.flush.FlushConsolidationHandler;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import parley.webrtc.dtls.DtlsIdentity;
import parley.webrtc.dtls.DtlsTimings;
import parley.webrtc.ice.Candidate;
import parley.webrtc.ice.IceConfig;
import parley.webrtc.loop.TaskLoop;
import parley.webrtc.peer.PeerConfig;
import parley.webrtc.peer.PeerConnection;
import parley.webrtc.peer.PeerListener;
import parley.webrtc.stun.AttributeType;
import parley.webrtc.stun.StunClass;
import parley.webrtc.stun.StunFormatException;
import parley.webrtc.stun.StunMessage;

/**
 * One UDP port for all connections of a gateway (one socket for each address it is bound to). Datagrams are read on the
 * sockets' event loop, told apart by RFC 7983, and handled on the loop of the connection they are for; where both are the
 * same thread there is no hop. Safe for all threads.
 *
 * <p>Who a datagram is for: a STUN request says so in its USERNAME; everything else goes by the address it comes from, which
 * counts only after ICE has checked it or has asked it something.
 */
public final class MediaPort implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(MediaPort.class);
    private static final int LARGEST_DATAGRAM = 2_048;
    private static final int SOCKET_BUFFER = 4 << 20;
    /** With epoll so many datagrams are read in one call where they wait. */
    private static final int READ_TOGETHER = 8;
    /** What meetings send in one pass of the loop leaves in one call. */
    private static final int MOST_UNFLUSHED = 64;

    private final MediaPortConfig config;
    private final DtlsIdentity identity;
    private final SecureRandom random;
    private final Map<InetSocketAddress, Channel> sockets = new LinkedHashMap<>();
    private final Set<InetSocketAddress> forThisMachine = new HashSet<>();
    private final List<Candidate> candidates = new ArrayList<>();
    private final Map<String, PortBinding> byUfrag = new ConcurrentHashMap<>();
    private final Map<InetSocketAddress, PortBinding> byAddress = new ConcurrentHashMap<>();
    private final MediaPortCounters counters = new MediaPortCounters();

    private MediaPort(MediaPortConfig config, DtlsIdentity identity, SecureRandom random) {
        this.config = config;
        this.identity = identity;
        this.random = random;
    }

    /** Binds the port, on one loop of the group. The group stays the caller's. */
    public static MediaPort open(
            MediaPortConfig config, EventLoopGroup group, DtlsIdentity identity, SecureRandom random)
            throws IOException {
        return open(config, group, identity, random, channel -> {});
    }

    /** As {@link #open(MediaPortConfig, EventLoopGroup, DtlsIdentity, SecureRandom)}, behind a bad network. */
    public static MediaPort openBehind(
            EmulatedPath path, MediaPortConfig config, EventLoopGroup group, DtlsIdentity identity, SecureRandom random)
            throws IOException {
        return open(
                config, group, identity, random, channel -> channel.pipeline().addLast(path.handler()));
    }

    private static MediaPort open(
            MediaPortConfig config,
            EventLoopGroup group,
            DtlsIdentity identity,
            SecureRandom random,
            Consumer<Channel> network)
            throws IOException {
        MediaPort port = new MediaPort(config, identity, random);
        try {
            port.bind(group, network);
        } catch (IOException | RuntimeException e) {
            port.close();
            throw e;
        }
        return port;
    }

    private void bind(EventLoopGroup group, Consumer<Channel> network) throws IOException {
        Bootstrap bootstrap = bootstrap(group);
        int number = config.port();
        for (InetAddress address : config.addresses()) {
            Optional<InetSocketAddress> bound = host(bootstrap, network, new InetSocketAddress(address, number));
            if (bound.isEmpty()) {
                throw new IOException("cannot bind UDP port " + number + " of " + address.getHostAddress()
                        + "; is it in use, or not an address of this machine?");
            }
            number = bound.get().getPort(); // the first choice of the system holds for all
        }
        InetSocketAddress first = sockets.keySet().iterator().next();
        for (InetAddress address : config.announced()) {
            candidates.add(Candidate.serverReflexive(new InetSocketAddress(address, number), first, preference()));
        }
        for (InetAddress address : config.forThisMachine()) {
            Optional<InetSocketAddress> bound = host(bootstrap, network, new InetSocketAddress(address, number));
            bound.ifPresent(forThisMachine::add);
            if (bound.isEmpty()) {
                LOG.info("UDP port {} of {} is taken: some browsers may not connect", number, address.getHostAddress());
            }
        }
        LOG.info("media on UDP port {} of {}", number, config.addresses());
    }

    /** The earlier a candidate is added, the better it is liked. */
    private int preference() {
        return 65_535 - candidates.size();
    }

    /** Listens there and offers it; empty where that is impossible. */
    private Optional<InetSocketAddress> host(Bootstrap bootstrap, Consumer<Channel> network, InetSocketAddress at) {
        Channel socket = socket(bootstrap, network, at);
        if (!socket.isActive()) {
            return Optional.empty();
        }
        InetSocketAddress bound = ((DatagramChannel) socket).localAddress();
        sockets.put(bound, socket);
        candidates.add(Candidate.host(bound, preference()));
        return Optional.of(bound);
    }

    private static Bootstrap bootstrap(EventLoopGroup group) {
        // Which kind of socket depends on what the caller's loops can poll.
        boolean epoll = group instanceof IoEventLoopGroup io && io.isIoType(EpollIoHandler.class);
        Bootstrap bootstrap = new Bootstrap()
                .group(group.next())
                .channel(epoll ? EpollDatagramChannel.class : NioDatagramChannel.class)
                .option(ChannelOption.ALLOCATOR, PooledByteBufAllocator.DEFAULT)
                .option(ChannelOption.SO_RCVBUF, SOCKET_BUFFER)
                .option(ChannelOption.SO_SNDBUF, SOCKET_BUFFER)
                .option(
                        ChannelOption.RECVBUF_ALLOCATOR,
                        new FixedRecvByteBufAllocator(epoll ? READ_TOGETHER * LARGEST_DATAGRAM : LARGEST_DATAGRAM)
                                .maxMessagesPerRead(64));
        if (epoll) {
            bootstrap.option(EpollChannelOption.MAX_DATAGRAM_PAYLOAD_SIZE, LARGEST_DATAGRAM);
        }
        return bootstrap;
    }

    private Channel socket(Bootstrap bootstrap, Consumer<Channel> network, InetSocketAddress at) {
        return bootstrap
                .clone()
                .handler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        network.accept(channel);
                        channel.pipeline().addLast(new FlushConsolidationHandler(MOST_UNFLUSHED, true), new Reader());
                    }
                })
                .bind(at)
                .awaitUninterruptibly()
                .channel();
    }

    /** Whether one may hear of the other there. Who sends under an address of this machine from outside is the kernel's to stop. */
    private boolean mayTalk(InetSocketAddress here, InetSocketAddress there) {
        return forThisMachine.isEmpty()
                || !forThisMachine.contains(here)
                || here.getAddress().equals(there.getAddress());
    }

    public int port() {
        return sockets.keySet().iterator().next().getPort();
    }

    public MediaPortCounters counters() {
        return counters;
    }

    /** How many connections there are. */
    public int connections() {
        return (int) byUfrag.values().stream().distinct().count();
    }

    /** A new connection that lives on that loop; must be called there. */
    public PeerConnection connect(TaskLoop loop, boolean sends, boolean receives, PeerListener listener) {
        loop.assertCurrent();
        IceConfig ice =
                (config.lite() ? IceConfig.liteAgent() : IceConfig.full()).withStunServers(config.stunServers());
        PeerConfig peerConfig = new PeerConfig(identity, ice, DtlsTimings.USUAL, candidates, random, sends, receives);
        PortBinding binding = new PortBinding(this, loop);
        PeerConnection peer = new PeerConnection(peerConfig, loop, binding, listener);
        binding.serve(peer);
        return peer;
    }

    @Override
    public void close() {
        sockets.values().forEach(Channel::close);
        byUfrag.clear();
        byAddress.clear();
    }

    void addressedBy(String ufrag, PortBinding binding) {
        byUfrag.put(ufrag, binding);
    }

    void heardFrom(InetSocketAddress remote, PortBinding binding) {
        byAddress.put(remote, binding);
    }

    /** An address that was asked something may answer, unless it belongs to somebody already. */
    void asked(InetSocketAddress remote, PortBinding binding) {
        byAddress.putIfAbsent(remote, binding);
    }

    void forgetUfrag(String ufrag, PortBinding binding) {
        byUfrag.remove(ufrag, binding);
    }

    void forgetAddress(InetSocketAddress remote, PortBinding binding) {
        byAddress.remove(remote, binding);
    }

    void send(InetSocketAddress from, InetSocketAddress to, byte[] data, int offset, int length) {
        Channel socket = sockets.get(from);
        if (socket == null || !socket.isActive() || !mayTalk(from, to)) {
            counters.unsent.increment();
            return;
        }
        if (!socket.isWritable()) {
            counters.unsent.increment(); // UDP may lose; a queue without end may not
            return;
        }
        counters.sent.increment();
        socket.writeAndFlush(
                new DatagramPacket(Unpooled.wrappedBuffer(data, offset, length), to), socket.voidPromise());
    }

    private void receive(byte[] data, InetSocketAddress at, InetSocketAddress from) {
        counters.received.increment();
        if (!mayTalk(at, from)) {
            counters.foreign.increment();
            return;
        }
        PortBinding binding = null;
        if (StunMessage.looksLikeStun(data, 0, data.length)) {
            try {
                StunMessage message = StunMessage.read(data, 0, data.length);
                if (message.stunClass() == StunClass.REQUEST) {
                    String username = message.text(AttributeType.USERNAME).orElse("");
                    int colon = username.indexOf(':');
                    binding = colon < 0 ? null : byUfrag.get(username.substring(0, colon));
                } else {
                    binding = byAddress.get(from);
                }
            } catch (StunFormatException e) {
                counters.malformed.increment();
                return;
            }
        } else {
            binding = byAddress.get(from);
        }
        if (binding == null) {
            counters.unclaimed.increment();
            return;
        }
        if (!binding.receive(data, at, from, System.nanoTime())) {
            counters.overflowed.increment();
        }
    }

    private final class Reader extends SimpleChannelInboundHandler<DatagramPacket> {
        @Override
        protected void channelRead0(ChannelHandlerContext context, DatagramPacket packet) {
            ByteBuf content = packet.content();
            byte[] data = new byte[content.readableBytes()];
            content.readBytes(data);
            receive(data, (InetSocketAddress) context.channel().localAddress(), packet.sender());
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            // An ICMP error of one peer surfaces here on Linux; it must not end the port of all.
            counters.socketErrors.increment();
            LOG.debug("media socket: {}", cause.toString());
        }
    }
}
