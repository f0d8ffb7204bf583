package parley.server.webhook;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Signs as Standard Webhooks 1.0 says: HMAC-SHA256 over {@code id.timestamp.body}, so that neither can be exchanged. */
public final class WebhookSignature {
    private static final String ENCODED = "whsec_";

    /** What a secret has to be, in words. */
    public static final String WANTED =
            "whsec_ and 24 to 64 bytes in base64, or any other text of at least 24 characters";

    private final SecretKeySpec key;

    /** @param secret base64 after {@code whsec_}, or any other text, taken as it is */
    public WebhookSignature(String secret) {
        key = new SecretKeySpec(bytes(secret), "HmacSHA256");
    }

    private static byte[] bytes(String secret) {
        return secret.startsWith(ENCODED)
                ? Base64.getDecoder().decode(secret.substring(ENCODED.length()))
                : secret.getBytes(StandardCharsets.UTF_8);
    }

    public static boolean strongEnough(String secret) {
        try {
            int length = bytes(secret).length;
            return length >= 24 && (length <= 64 || !secret.startsWith(ENCODED));
        } catch (IllegalArgumentException e) { // not base64
            return false;
        }
    }

    /** The header {@code webhook-signature}. */
    public String of(String id, long unixSeconds, String body) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(key);
            byte[] signed = (id + "." + unixSeconds + "." + body).getBytes(StandardCharsets.UTF_8);
            return "v1," + Base64.getEncoder().encodeToString(mac.doFinal(signed));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has HMAC-SHA256", e);
        }
    }
}
