package parley.webrtc.stun;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** MESSAGE-INTEGRITY, RFC 8489, section 14.5: HMAC-SHA1 over everything before it, with the length as if it ended there. */
final class StunIntegrity {
    static final int LENGTH = 20;

    private StunIntegrity() {}

    /** @param at where the attribute's header begins */
    static byte[] of(byte[] key, byte[] message, int at) {
        try {
            Mac mac = Mac.getInstance("HmacSHA1");
            // A password may be empty in a hostile description; SecretKeySpec refuses that, and one zero byte is the
            // same key.
            mac.init(new SecretKeySpec(key.length == 0 ? new byte[1] : key, "HmacSHA1"));
            mac.update(message, 0, 2);
            int length = at + 4 + LENGTH - StunMessage.HEADER_LENGTH;
            mac.update(ByteBuffer.allocate(2).putShort((short) length).array());
            mac.update(message, 4, at - 4);
            return mac.doFinal();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has HMAC-SHA1", e);
        }
    }
}
