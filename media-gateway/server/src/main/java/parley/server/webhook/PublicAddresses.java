package parley.server.webhook;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Optional;

/**
 * Tells addresses of the public Internet from those of this machine and of networks behind it, which nobody should be able
 * to make the gateway call. The answer of the name server is remembered by Java for longer than an attempt takes to begin,
 * so that the address looked at is the one that is called.
 */
final class PublicAddresses {
    private PublicAddresses() {}

    /** Why an address is not called, if so. Blocks. */
    static Optional<String> refusal(URI address) {
        try {
            for (InetAddress found : InetAddress.getAllByName(address.getHost())) {
                if (!isPublic(found)) {
                    return Optional.of(address.getHost() + " lies in a private network (webhooks.private-addresses)");
                }
            }
            return Optional.empty();
        } catch (UnknownHostException e) {
            return Optional.of("nobody knows " + address.getHost());
        }
    }

    static boolean isPublic(InetAddress address) {
        if (address.isLoopbackAddress()
                || address.isAnyLocalAddress()
                || address.isLinkLocalAddress()
                || address.isSiteLocalAddress()
                || address.isMulticastAddress()) {
            return false;
        }
        byte[] bytes = address.getAddress();
        return switch (address) {
            case Inet4Address v4 -> isPublic(bytes);
            case Inet6Address v6 -> isPublic6(bytes);
            default -> false;
        };
    }

    private static boolean isPublic(byte[] v4) {
        int first = v4[0] & 0xff;
        int second = v4[1] & 0xff;
        boolean shared = first == 100 && (second & 0xc0) == 64; // RFC 6598
        boolean reserved = first == 0 || first >= 240 || first == 192 && second == 0 && v4[2] == 0;
        boolean benchmark = first == 198 && (second & 0xfe) == 18; // RFC 2544
        return !shared && !reserved && !benchmark;
    }

    private static boolean isPublic6(byte[] v6) {
        boolean uniqueLocal = (v6[0] & 0xfe) == 0xfc; // RFC 4193
        boolean translated =
                v6[0] == 0 && v6[1] == 0x64 && (v6[2] & 0xff) == 0xff && (v6[3] & 0xff) == 0x9b; // RFC 6052
        if (translated) {
            return isPublicInside(Arrays.copyOfRange(v6, 12, 16));
        }
        if (v6[0] == 0x20 && v6[1] == 0x02) { // RFC 3056
            return isPublicInside(Arrays.copyOfRange(v6, 2, 6));
        }
        return !uniqueLocal;
    }

    private static boolean isPublicInside(byte[] v4) {
        try {
            return isPublic(InetAddress.getByAddress(v4));
        } catch (UnknownHostException e) {
            throw new IllegalStateException("four bytes are an address", e);
        }
    }
}
