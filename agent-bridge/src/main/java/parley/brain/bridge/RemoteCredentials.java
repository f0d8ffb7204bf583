package parley.brain.bridge;

import java.nio.file.Path;
import java.util.Optional;

/**
 * What a gateway shows to a remote brain, and how it knows it.
 *
 * @param token sent as {@code authorization: Bearer ...}; only over TLS or to a loopback address
 * @param authority PEM certificates that sign the brain's; empty for those that the machine trusts
 * @param certificate the gateway's own PEM certificate chain, for mTLS
 * @param key its PEM key (PKCS 8)
 */
public record RemoteCredentials(
        Optional<String> token, Optional<Path> authority, Optional<Path> certificate, Optional<Path> key) {
    public static final RemoteCredentials NONE =
            new RemoteCredentials(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

    public RemoteCredentials {
        if (certificate.isPresent() != key.isPresent()) {
            throw new IllegalArgumentException("mTLS wants both a certificate and its key");
        }
    }

    /** From a folder with {@code ca.pem}, {@code client.pem} and {@code client.key}, as far as they are there. */
    public static RemoteCredentials fromDirectory(Path directory, Optional<String> token) {
        return new RemoteCredentials(
                token,
                existing(directory.resolve("ca.pem")),
                existing(directory.resolve("client.pem")),
                existing(directory.resolve("client.key")));
    }

    private static Optional<Path> existing(Path file) {
        return java.nio.file.Files.exists(file) ? Optional.of(file) : Optional.empty();
    }

    @Override
    public String toString() {
        return "RemoteCredentials[token=" + (token.isPresent() ? "set" : "none") + ", mtls=" + certificate.isPresent()
                + "]";
    }
}
