package parley.webrtc.dtls;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;

/** A certificate's hash as descriptions carry it, RFC 8122, section 5. Only hashes that nobody can forge today. */
public record Fingerprint(String algorithm, String hex) {
    private static final HexFormat COLONS = HexFormat.ofDelimiter(":").withUpperCase();

    public static Fingerprint sha256(byte[] certificate) {
        return new Fingerprint("sha-256", COLONS.formatHex(digest("SHA-256", certificate)));
    }

    /** Reads {@code sha-256 AB:CD:...}; empty for another hash or nonsense. */
    public static Optional<Fingerprint> parse(String value) {
        String[] parts = value.trim().split(" +");
        if (parts.length != 2) {
            return Optional.empty();
        }
        String algorithm = parts[0].toLowerCase(Locale.ROOT);
        int bytes = switch (algorithm) {
            case "sha-256" -> 32;
            case "sha-384" -> 48;
            case "sha-512" -> 64;
            default -> 0;
        };
        if (bytes == 0 || parts[1].length() != 3 * bytes - 1) {
            return Optional.empty();
        }
        try {
            return Optional.of(new Fingerprint(algorithm, COLONS.formatHex(COLONS.parseHex(parts[1]))));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    public boolean matches(byte[] certificate) {
        byte[] found = digest(algorithm.toUpperCase(Locale.ROOT), certificate);
        return MessageDigest.isEqual(found, COLONS.parseHex(hex));
    }

    public String value() {
        return algorithm + " " + hex;
    }

    private static byte[] digest(String algorithm, byte[] bytes) {
        try {
            return MessageDigest.getInstance(algorithm).digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has " + algorithm, e);
        }
    }
}
