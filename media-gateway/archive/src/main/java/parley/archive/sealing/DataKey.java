package parley.archive.sealing;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import javax.crypto.AEADBadTagException;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import parley.archive.sealing.SealingException.Reason;

/** The key of one meeting. Any thread. */
public final class DataKey {
    private static final String AES = "AES";
    private static final String MAC = "HmacSHA256";

    private final String meetingId;
    private final byte[] bytes;
    private final SecretKey key;
    private final SecureRandom random;

    DataKey(String meetingId, byte[] bytes, SecureRandom random) {
        this.meetingId = meetingId;
        this.bytes = bytes.clone();
        this.key = new SecretKeySpec(bytes, AES);
        this.random = random;
    }

    /** @param place where it will lie: it opens nowhere else */
    public byte[] seal(String place, String text) {
        return AesGcm.sealAlone(key, random, about(place), text.getBytes(StandardCharsets.UTF_8));
    }

    public String open(String place, byte[] sealed) throws SealingException {
        try {
            return new String(AesGcm.openAlone(key, about(place), sealed), StandardCharsets.UTF_8);
        } catch (AEADBadTagException e) {
            throw new SealingException(
                    Reason.TAMPERED, place + " of meeting " + meetingId + " is not what was written", e);
        }
    }

    private byte[] about(String place) {
        return (meetingId + '\n' + place).getBytes(StandardCharsets.UTF_8);
    }

    /** A key for one file, so that files may count their nonces. */
    SecretKey ofFile(byte[] salt) {
        try {
            Mac mac = Mac.getInstance(MAC);
            mac.init(new SecretKeySpec(bytes, MAC));
            mac.update("parley file".getBytes(StandardCharsets.US_ASCII));
            return new SecretKeySpec(mac.doFinal(salt), AES);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has " + MAC, e);
        }
    }

    byte[] salt(int length) {
        byte[] salt = new byte[length];
        random.nextBytes(salt);
        return salt;
    }

    byte[] bytes() {
        return bytes.clone();
    }
}
