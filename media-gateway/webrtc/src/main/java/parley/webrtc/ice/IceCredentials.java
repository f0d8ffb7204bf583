package parley.webrtc.ice;

import java.nio.charset.StandardCharsets;
import java.util.random.RandomGenerator;

/** A user name fragment and its password, RFC 8445, section 5.3. */
public record IceCredentials(String ufrag, String password) {
    private static final String ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

    public IceCredentials {
        // RFC 8839, section 5.4: 4 to 256 and 22 to 256 characters.
        if (ufrag.length() < 4 || ufrag.length() > 256 || password.length() < 22 || password.length() > 256) {
            throw new IllegalArgumentException("ICE credentials of " + ufrag.length() + " and " + password.length()
                    + " characters; allowed are 4 to 256 and 22 to 256");
        }
    }

    /** The generator has to be a secure one on a real network. */
    public static IceCredentials random(RandomGenerator random) {
        return new IceCredentials(text(random, 8), text(random, 24));
    }

    private static String text(RandomGenerator random, int length) {
        StringBuilder text = new StringBuilder(length);
        for (int i = 0; i < length; i++) {
            text.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
        }
        return text.toString();
    }

    byte[] key() {
        return password.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
        return ufrag; // never the password: this ends up in logs
    }
}
