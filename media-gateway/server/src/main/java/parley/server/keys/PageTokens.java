package parley.server.keys;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import parley.server.gateway.Caller;
import parley.server.gateway.Caller.Scope;
import parley.server.gateway.OperatorCalls;

/**
 * Short-lived keys for browser pages: what they allow stands in them, signed, so that nothing has to be kept. The secret they
 * are signed with stays on disk, so that a page outlives a restart. Any thread.
 */
public final class PageTokens implements OperatorCalls.TokenMaker {
    static final String PREFIX = "parley_page_";

    private static final int SECRET_BYTES = 32;
    private static final int LONGEST = 1_000;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final SecretKeySpec secret;
    private final LongSupplier unixMillis;

    PageTokens(byte[] secret, LongSupplier unixMillis) {
        this.secret = new SecretKeySpec(secret, "HmacSHA256");
        this.unixMillis = unixMillis;
    }

    /** With the secret in that file, which is made where it is not there. */
    public static PageTokens open(Path file, SecureRandom random, LongSupplier unixMillis) throws IOException {
        if (!Files.exists(file)) {
            byte[] fresh = new byte[SECRET_BYTES];
            random.nextBytes(fresh);
            Files.write(file, fresh, StandardOpenOption.CREATE_NEW);
            if (Files.getFileStore(file).supportsFileAttributeView("posix")) {
                Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
            }
        }
        byte[] secret = Files.readAllBytes(file);
        if (secret.length < SECRET_BYTES) {
            throw new IOException(file + " is too short for a secret; remove it and start again");
        }
        return new PageTokens(secret, unixMillis);
    }

    @Override
    public String make(Caller caller) {
        ObjectNode content = JSON.createObjectNode()
                .put("t", caller.tenant())
                .put("n", caller.name())
                .put("m", caller.onlyMeeting())
                .put("u", caller.untilUnixMillis());
        caller.scopes().stream()
                .sorted()
                .forEach(scope -> content.withArray("s").add(scope.name()));
        String text = encode(content.toString().getBytes(StandardCharsets.UTF_8));
        return PREFIX + text + "." + encode(sign(text));
    }

    /** Who holds it; empty where it is none of ours, or too old. */
    Optional<Caller> holder(String token) {
        int dot = token.indexOf('.');
        if (!token.startsWith(PREFIX) || dot < 0 || token.length() > LONGEST) {
            return Optional.empty();
        }
        String text = token.substring(PREFIX.length(), dot);
        try {
            byte[] signature = Base64.getUrlDecoder().decode(token.substring(dot + 1));
            if (!MessageDigest.isEqual(sign(text), signature)) {
                return Optional.empty();
            }
            JsonNode content = JSON.readTree(Base64.getUrlDecoder().decode(text));
            long until = content.path("u").asLong();
            if (until <= unixMillis.getAsLong()) {
                return Optional.empty();
            }
            Set<Scope> scopes = EnumSet.noneOf(Scope.class);
            content.path("s")
                    .forEach(word -> scopes.add(Scope.valueOf(word.asText().toUpperCase(Locale.ROOT))));
            return Optional.of(Caller.ofPage(
                    content.path("t").asText(),
                    content.path("n").asText(),
                    scopes,
                    content.path("m").asText(),
                    until));
        } catch (IllegalArgumentException | IOException e) { // not base64
            return Optional.empty();
        }
    }

    private byte[] sign(String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(secret);
            return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has HMAC-SHA256", e);
        }
    }

    private static String encode(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
