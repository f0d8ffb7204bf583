package parley.webrtc.driver;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;

/**
 * Where a gateway's media goes in and out.
 *
 * @param addresses the local addresses to bind, each a host candidate; no wildcard, because a candidate names an address
 * @param port the same for all; 0 lets the system choose
 * @param announced addresses under which routers show this host (one-to-one NAT), as further candidates with the same port
 * @param stunServers asked for such addresses where nobody has configured them
 * @param lite answer checks only; for hosts that everybody can reach
 * @param forThisMachine further local addresses, bound where they can be, at which nobody else is heard or answered: some
 *     browsers never send from another address to a loopback one
 */
public record MediaPortConfig(
        List<InetAddress> addresses,
        int port,
        List<InetAddress> announced,
        List<InetSocketAddress> stunServers,
        boolean lite,
        List<InetAddress> forThisMachine) {
    public MediaPortConfig {
        addresses = List.copyOf(addresses);
        announced = List.copyOf(announced);
        stunServers = List.copyOf(stunServers);
        forThisMachine = List.copyOf(forThisMachine);
        if (addresses.isEmpty()) {
            throw new IllegalArgumentException("a media port needs an address to bind");
        }
        for (InetAddress address : addresses) {
            if (address.isAnyLocalAddress()) {
                throw new IllegalArgumentException("a media port is bound to addresses that peers can be told, not to "
                        + address.getHostAddress());
            }
        }
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException("port " + port + " is not between 0 and 65535");
        }
    }

    public MediaPortConfig(
            List<InetAddress> addresses,
            int port,
            List<InetAddress> announced,
            List<InetSocketAddress> stunServers,
            boolean lite) {
        this(addresses, port, announced, stunServers, lite, List.of());
    }

    /** The same, reached by this machine's browsers also at its addresses in networks. */
    public MediaPortConfig withOwnAddresses(List<InetAddress> own) {
        return new MediaPortConfig(addresses, port, announced, stunServers, lite, own);
    }

    /** For one machine: nothing but 127.0.0.1, on a free port. */
    public static MediaPortConfig loopback() {
        return new MediaPortConfig(List.of(InetAddress.ofLiteral("127.0.0.1")), 0, List.of(), List.of(), false);
    }
}
