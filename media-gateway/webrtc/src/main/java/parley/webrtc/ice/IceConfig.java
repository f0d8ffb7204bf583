package parley.webrtc.ice;

import java.net.InetSocketAddress;
import java.util.List;

/**
 * @param lite only answer checks, RFC 8445, section 2.5: for gateways whose addresses everybody reaches
 * @param stunServers asked once for server-reflexive candidates
 * @param paceNanos time between two checks of one agent (Ta)
 * @param consentIntervalNanos mean time between consent checks
 * @param consentTimeoutNanos how long the peer may stay silent
 * @param disconnectedAfterNanos silence after which the state says so
 * @param failAfterNanos how long checking may take, a trickling peer's late candidates included
 */
public record IceConfig(
        boolean lite,
        List<InetSocketAddress> stunServers,
        long paceNanos,
        long consentIntervalNanos,
        long consentTimeoutNanos,
        long disconnectedAfterNanos,
        long failAfterNanos) {
    public IceConfig {
        stunServers = List.copyOf(stunServers);
        if (paceNanos < 5_000_000) {
            throw new IllegalArgumentException("RFC 8445, section 14.2: Ta is at least 5 ms");
        }
    }

    public static IceConfig full() {
        return new IceConfig(
                false, List.of(), 20_000_000L, 5_000_000_000L, 30_000_000_000L, 7_000_000_000L, 30_000_000_000L);
    }

    public static IceConfig liteAgent() {
        return new IceConfig(
                true, List.of(), 20_000_000L, 5_000_000_000L, 30_000_000_000L, 7_000_000_000L, 30_000_000_000L);
    }

    public IceConfig withStunServers(List<InetSocketAddress> servers) {
        return new IceConfig(
                lite,
                servers,
                paceNanos,
                consentIntervalNanos,
                consentTimeoutNanos,
                disconnectedAfterNanos,
                failAfterNanos);
    }
}
