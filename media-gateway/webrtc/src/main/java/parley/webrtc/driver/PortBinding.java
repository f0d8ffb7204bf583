package parley.webrtc.driver;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import parley.webrtc.ice.IceCredentials;
import parley.webrtc.loop.TaskLoop;
import parley.webrtc.peer.PeerConnection;
import parley.webrtc.peer.PeerNetwork;

/** One connection's share of the port, and its way from the port's thread to its own. */
final class PortBinding implements PeerNetwork {
    /** More than a second of media that the connection's loop has not got to. */
    private static final int MOST_WAITING = 256;

    private static final int MOST_ADDRESSES = 128;

    private final MediaPort port;
    private final TaskLoop loop;
    private final AtomicInteger waiting = new AtomicInteger();
    private final List<String> ufrags = new ArrayList<>();
    private final Set<InetSocketAddress> addresses = new LinkedHashSet<>();
    private volatile @Nullable PeerConnection peer;
    private boolean closed;

    PortBinding(MediaPort port, TaskLoop loop) {
        this.port = port;
        this.loop = loop;
    }

    void serve(PeerConnection connection) {
        peer = connection;
    }

    /** Called on the port's thread. False where the connection's loop is too far behind. */
    boolean receive(byte[] data, InetSocketAddress at, InetSocketAddress from, long nowNanos) {
        PeerConnection target = peer;
        if (target == null) {
            return true;
        }
        if (waiting.get() >= MOST_WAITING) {
            return false;
        }
        if (loop.isCurrent()) {
            target.receive(data, data.length, at, from, nowNanos);
            return true;
        }
        waiting.incrementAndGet();
        loop.execute(() -> {
            waiting.decrementAndGet();
            target.receive(data, data.length, at, from, nowNanos);
        });
        return true;
    }

    @Override
    public void send(InetSocketAddress from, InetSocketAddress to, byte[] data, int offset, int length) {
        if (!closed && !addresses.contains(to) && addresses.size() < MOST_ADDRESSES) {
            addresses.add(to);
            port.asked(to, this);
        }
        port.send(from, to, data, offset, length);
    }

    @Override
    public void addressedBy(IceCredentials local) {
        ufrags.add(local.ufrag());
        port.addressedBy(local.ufrag(), this);
        if (ufrags.size() > 2) {
            port.forgetUfrag(ufrags.removeFirst(), this);
        }
    }

    @Override
    public void selected(InetSocketAddress remote) {
        addresses.add(remote);
        port.heardFrom(remote, this);
    }

    @Override
    public void closed() {
        ufrags.forEach(ufrag -> port.forgetUfrag(ufrag, this));
        addresses.forEach(address -> port.forgetAddress(address, this));
        closed = true;
        ufrags.clear();
        addresses.clear();
        peer = null;
    }
}
