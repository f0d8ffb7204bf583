package parley.webrtc.ice;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Optional;

/**
 * A UDP address where a peer may be reached, RFC 8839, section 5.1.
 *
 * @param address what the other side sends to
 * @param base the local socket behind it; for remote candidates the same as the address
 */
public record Candidate(
        String foundation, CandidateType type, long priority, InetSocketAddress address, InetSocketAddress base) {
    /** Any address is of this length at most; also bounds what we look at. */
    private static final int LONGEST_LINE = 512;

    public static Candidate host(InetSocketAddress address, int localPreference) {
        return new Candidate(
                "h" + Integer.toHexString(address.getAddress().hashCode()),
                CandidateType.HOST,
                CandidateType.HOST.priority(localPreference),
                address,
                address);
    }

    /** An address that routers show for a local socket: told by configuration, or learned from a STUN server. */
    public static Candidate serverReflexive(InetSocketAddress mapped, InetSocketAddress base, int localPreference) {
        return new Candidate(
                "s" + Integer.toHexString(base.getAddress().hashCode()),
                CandidateType.SERVER_REFLEXIVE,
                CandidateType.SERVER_REFLEXIVE.priority(localPreference),
                mapped,
                base);
    }

    static Candidate peerReflexive(InetSocketAddress mapped, InetSocketAddress base, long priority) {
        return new Candidate(
                "p" + Integer.toHexString(mapped.hashCode()), CandidateType.PEER_REFLEXIVE, priority, mapped, base);
    }

    /**
     * Reads "candidate:..." (with or without "a=" before it). Empty for everything that we cannot send to: TCP, a second
     * component, names instead of addresses (mDNS, RFC 8828: the peer will be learned from its checks), and nonsense.
     */
    public static Optional<Candidate> parse(String line) {
        String text = line.startsWith("a=") ? line.substring(2) : line;
        if (!text.startsWith("candidate:") || text.length() > LONGEST_LINE) {
            return Optional.empty();
        }
        String[] field = text.substring("candidate:".length()).trim().split(" +");
        if (field.length < 8 || !field[1].equals("1") || !field[2].equalsIgnoreCase("udp") || !field[6].equals("typ")) {
            return Optional.empty();
        }
        Optional<CandidateType> type = CandidateType.of(field[7]);
        Optional<InetAddress> host = literal(field[4]);
        if (type.isEmpty() || host.isEmpty()) {
            return Optional.empty();
        }
        try {
            long priority = Long.parseLong(field[3]);
            int port = Integer.parseInt(field[5]);
            if (priority < 0 || priority > 0xffff_ffffL || port < 1 || port > 0xffff) {
                return Optional.empty();
            }
            InetSocketAddress address = new InetSocketAddress(host.get(), port);
            return Optional.of(new Candidate(field[0], type.get(), priority, address, address));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    /** Only literal addresses, so that no text from outside makes us ask a name server. */
    private static Optional<InetAddress> literal(String text) {
        try {
            InetAddress address = InetAddress.ofLiteral(text);
            boolean usable = !address.isAnyLocalAddress() && !address.isMulticastAddress();
            return usable ? Optional.of(InetAddress.getByAddress(address.getAddress())) : Optional.empty();
        } catch (IllegalArgumentException | UnknownHostException e) {
            return Optional.empty();
        }
    }

    /** As an SDP attribute's value: {@code candidate:...}. */
    public String line() {
        StringBuilder line = new StringBuilder("candidate:")
                .append(foundation)
                .append(" 1 udp ")
                .append(priority)
                .append(' ')
                .append(address.getAddress().getHostAddress())
                .append(' ')
                .append(address.getPort())
                .append(" typ ")
                .append(type.word());
        if (type != CandidateType.HOST) {
            line.append(" raddr ")
                    .append(base.getAddress().getHostAddress())
                    .append(" rport ")
                    .append(base.getPort());
        }
        return line.toString();
    }
}
