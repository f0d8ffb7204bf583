package parley.webrtc.peer;

import java.security.SecureRandom;
import java.util.List;
import java.util.random.RandomGenerator;
import parley.webrtc.dtls.DtlsIdentity;
import parley.webrtc.dtls.DtlsTimings;
import parley.webrtc.ice.Candidate;
import parley.webrtc.ice.IceConfig;

/**
 * @param hosts the host candidates of the sockets below, and what stands in front of them
 * @param random secure on a real network
 * @param sends whether we have a voice to send
 * @param receives whether we listen
 */
public record PeerConfig(
        DtlsIdentity identity,
        IceConfig ice,
        DtlsTimings dtls,
        List<Candidate> hosts,
        RandomGenerator random,
        boolean sends,
        boolean receives) {
    public PeerConfig {
        hosts = List.copyOf(hosts);
    }

    public static PeerConfig conversing(DtlsIdentity identity, List<Candidate> hosts, SecureRandom random) {
        return new PeerConfig(identity, IceConfig.full(), DtlsTimings.USUAL, hosts, random, true, true);
    }
}
