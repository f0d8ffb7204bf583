package parley.connectors.bench;

import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import parley.connectors.room.RoomConfig;
import parley.connectors.room.RoomConnector;
import parley.connectors.room.RoomSignalling;
import parley.webrtc.driver.MediaLoops;
import parley.webrtc.driver.MediaPort;
import parley.webrtc.driver.MediaPortConfig;
import parley.webrtc.dtls.DtlsIdentity;
import parley.webrtc.loop.TaskLoop;

/** A gateway on one event loop and the participants on another, so that the CPU of each can be told. */
final class Stage implements AutoCloseable {
    private static final int LONGEST_SETUP_SECONDS = 60;

    final MediaPort port;
    final RoomConnector rooms;
    final RoomSignalling door;
    final DtlsIdentity identity;
    private final EventLoopGroup gatewayGroup = MediaLoops.open("gateway", 1);
    private final EventLoopGroup driverGroup = MediaLoops.open("driver", 1);
    private final EventLoop gatewayLoop = gatewayGroup.next();
    private final EventLoop driverLoop = driverGroup.next();
    private final long driverThread;
    private final List<BenchGuest> guests = new ArrayList<>();
    private final List<BenchAgent> agents = new ArrayList<>();

    Stage() throws IOException {
        SecureRandom random = new SecureRandom();
        identity = DtlsIdentity.generate(random);
        port = MediaPort.open(MediaPortConfig.loopback(), gatewayLoop, identity, random);
        rooms = new RoomConnector(port, RoomConfig.USUAL);
        door = new RoomSignalling(rooms);
        driverThread = CompletableFuture.supplyAsync(
                        () -> Thread.currentThread().threadId(), driverLoop)
                .join();
    }

    TaskLoop loop() {
        return TaskLoop.on(gatewayLoop);
    }

    BenchPeer peer(Clip clip, long phaseNanos, BenchPeer.Ear ear) throws IOException {
        return new BenchPeer(driverLoop, MediaPortConfig.loopback(), identity, clip, phaseNanos, ear);
    }

    /** Somebody at another address of this machine. */
    BenchPeer peerAt(InetAddress address, Clip clip, long phaseNanos, BenchPeer.Ear ear) throws IOException {
        MediaPortConfig where = new MediaPortConfig(List.of(address), 0, List.of(), List.of(), false);
        return new BenchPeer(driverLoop, where, identity, clip, phaseNanos, ear);
    }

    BenchAgent agent(String room, BenchAgent.Heard heard, BenchAgent.Spoken spoken) {
        BenchAgent agent = BenchAgent.open(rooms, loop(), room, heard, spoken);
        agents.add(agent);
        return agent;
    }

    BenchAgent agent(String room) {
        BenchAgent agent = BenchAgent.listening(rooms, loop(), room);
        agents.add(agent);
        return agent;
    }

    /** Somebody comes in; the media may still be on its way. */
    BenchGuest guest(String room, Clip clip, long phaseNanos, BenchPeer.Ear ear) throws IOException {
        BenchGuest guest = new BenchGuest(peer(clip, phaseNanos, ear));
        guests.add(guest);
        guest.join(door, room, "Guest " + guests.size());
        return guest;
    }

    void forget(BenchGuest guest) {
        guests.remove(guest);
    }

    static void await(BenchGuest guest) {
        try {
            guest.media
                    .connected
                    .orTimeout(LONGEST_SETUP_SECONDS, TimeUnit.SECONDS)
                    .join();
        } catch (CompletionException e) {
            throw new IllegalStateException("a participant did not get in", e.getCause());
        }
    }

    /** CPU used so far by the participants' thread, in nanoseconds. */
    long driverCpuNanos() {
        return ManagementFactory.getThreadMXBean().getThreadCpuTime(driverThread);
    }

    /** CPU used so far by all of the process but the participants' thread: the collector and the compiler are the gateway's. */
    long gatewayCpuNanos() {
        return processCpuNanos() - driverCpuNanos();
    }

    static long processCpuNanos() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof com.sun.management.OperatingSystemMXBean system
                ? system.getProcessCpuTime()
                : 0;
    }

    /** Everybody leaves. */
    void clear() {
        guests.forEach(BenchGuest::leave);
        guests.clear();
        agents.forEach(BenchAgent::leave);
        agents.clear();
    }

    @Override
    public void close() {
        clear();
        driverGroup.shutdownGracefully(100, 2_000, TimeUnit.MILLISECONDS).awaitUninterruptibly();
        port.close();
        gatewayGroup.shutdownGracefully(0, 2_000, TimeUnit.MILLISECONDS).awaitUninterruptibly();
    }
}
