package parley.archive.sealing;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import javax.crypto.AEADBadTagException;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import parley.archive.sealing.SealingException.Reason;

/**
 * The key that wraps the data keys: 32 bytes, written as 64 hexadecimal digits or in Base64. It never lies beside what it
 * protects. Any thread.
 */
public final class MasterKey {
    /** The variable that may hold the key itself. */
    public static final String VARIABLE = "PARLEY_MASTER_KEY";

    private static final String HOW = "a master key is 32 bytes, as 64 hexadecimal digits or in Base64: make one with"
            + " ./parley master-key create FILE, or openssl rand -hex 32";
    private static final int LONGEST_FILE = 4_096;

    private final SecretKey key;
    private final String fingerprint;

    private MasterKey(byte[] bytes) {
        key = new SecretKeySpec(bytes, "AES");
        fingerprint = fingerprint(bytes);
    }

    /** From the file that is configured, else from the variable; empty where there is neither. */
    public static Optional<MasterKey> find(Optional<Path> file, Map<String, String> environment) throws IOException {
        String variable = environment.getOrDefault(VARIABLE, "");
        if (file.isPresent() && !variable.isBlank()) {
            throw new SealingException(
                    Reason.BAD_MASTER_KEY,
                    "there are two master keys: storage.master-key-file and " + VARIABLE + "; give one of them");
        }
        if (file.isPresent()) {
            return Optional.of(read(file.get()));
        }
        return variable.isBlank() ? Optional.empty() : Optional.of(parse(VARIABLE, variable));
    }

    public static MasterKey read(Path file) throws IOException {
        if (!Files.isReadable(file)) {
            throw new SealingException(Reason.BAD_MASTER_KEY, "cannot read the master key " + file + "; " + HOW);
        }
        if (Files.size(file) > LONGEST_FILE) {
            throw new SealingException(Reason.BAD_MASTER_KEY, file + " is too long for a master key; " + HOW);
        }
        return parse(file.toString(), Files.readString(file, StandardCharsets.ISO_8859_1));
    }

    /** @param source what a message calls it: never the key itself */
    static MasterKey parse(String source, String text) throws SealingException {
        String digits = text.strip();
        try {
            byte[] bytes = digits.length() == 2 * AesGcm.KEY_BYTES
                    ? HexFormat.of().parseHex(digits)
                    : Base64.getDecoder().decode(digits);
            if (bytes.length == AesGcm.KEY_BYTES) {
                return new MasterKey(bytes);
            }
        } catch (IllegalArgumentException e) {
            // Said below without a cause: its message would quote the key.
        }
        throw new SealingException(Reason.BAD_MASTER_KEY, "what " + source + " holds is no master key; " + HOW);
    }

    /** A new one, as it is written down. */
    public static String create(SecureRandom random) {
        byte[] bytes = new byte[AesGcm.KEY_BYTES];
        random.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    private static String fingerprint(byte[] bytes) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update("parley master key".getBytes(StandardCharsets.US_ASCII));
            return HexFormat.of().formatHex(digest.digest(bytes), 0, 6);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /** Tells keys apart, and says nothing about the key. */
    public String fingerprint() {
        return fingerprint;
    }

    byte[] wrap(DataKey data, String meetingId, SecureRandom random) {
        return AesGcm.sealAlone(key, random, about(meetingId), data.bytes());
    }

    DataKey unwrap(byte[] wrapped, String meetingId, SecureRandom random) throws SealingException {
        try {
            return new DataKey(meetingId, AesGcm.openAlone(key, about(meetingId), wrapped), random);
        } catch (AEADBadTagException e) {
            throw new SealingException(Reason.TAMPERED, "the data key of meeting " + meetingId + " was changed", e);
        }
    }

    private static byte[] about(String meetingId) {
        return ("data key of " + meetingId).getBytes(StandardCharsets.UTF_8);
    }
}
