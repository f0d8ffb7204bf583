package parley.webrtc.sdp;

import java.util.Locale;
import java.util.Optional;

/** a=setup, RFC 8842: who begins the DTLS handshake. */
public enum SetupRole {
    ACTPASS,
    ACTIVE,
    PASSIVE;

    static Optional<SetupRole> of(String word) {
        return switch (word.trim()) {
            case "actpass" -> Optional.of(ACTPASS);
            case "active" -> Optional.of(ACTIVE);
            case "passive" -> Optional.of(PASSIVE);
            default -> Optional.empty();
        };
    }

    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
