package parley.server.keys;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import parley.server.gateway.Caller.Scope;

/**
 * A key as it is kept: its hash, never itself. A key carries 256 random bits, so a plain SHA-256 cannot be searched.
 *
 * @param name what its owner calls it
 */
public record ApiKey(String tenant, Set<Scope> scopes, String name, String sha256) {
    private static final String PREFIX = "parley_";

    public ApiKey {
        scopes = Set.copyOf(scopes);
        if (!tenant.matches("[A-Za-z0-9._-]{1,64}")) {
            throw new IllegalArgumentException("a tenant is up to 64 letters, digits, '.', '_' and '-', not " + tenant);
        }
    }

    /** A fresh secret. */
    static String newSecret(SecureRandom random) {
        byte[] bytes = new byte[32];
        random.nextBytes(bytes);
        return PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    static ApiKey of(String tenant, Set<Scope> scopes, String name, String secret) {
        return new ApiKey(tenant, scopes, name, HexFormat.of().formatHex(hash(secret)));
    }

    /** Whether this is the key; takes as long whatever is wrong. */
    boolean matches(byte[] hash) {
        return MessageDigest.isEqual(HexFormat.of().parseHex(sha256), hash);
    }

    static byte[] hash(String secret) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(secret.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** A line of the keys file. */
    String line() {
        String words = new TreeSet<>(scopes)
                .stream().map(scope -> scope.name().toLowerCase(Locale.ROOT)).collect(Collectors.joining(","));
        return String.join(" ", tenant, words, sha256, name);
    }

    static ApiKey parse(String line) {
        String[] parts = line.strip().split("\\s+", 4);
        if (parts.length < 3 || !parts[2].matches("[0-9a-f]{64}")) {
            throw new IllegalArgumentException("a line of the keys file is TENANT SCOPES SHA256 NAME, not " + line);
        }
        Set<Scope> scopes = Arrays.stream(parts[1].split(","))
                .map(word -> Scope.valueOf(word.toUpperCase(Locale.ROOT)))
                .collect(Collectors.toSet());
        return new ApiKey(parts[0], scopes, parts.length > 3 ? parts[3] : "", parts[2]);
    }
}
