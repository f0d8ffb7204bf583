package parley.webrtc.ice;

import java.util.Locale;
import java.util.Optional;

/** RFC 8445, section 5.1.2.2, with the recommended preferences. Relayed candidates are only understood from others. */
public enum CandidateType {
    HOST("host", 126),
    PEER_REFLEXIVE("prflx", 110),
    SERVER_REFLEXIVE("srflx", 100),
    RELAYED("relay", 0);

    private final String word;
    private final int preference;

    CandidateType(String word, int preference) {
        this.word = word;
        this.preference = preference;
    }

    public String word() {
        return word;
    }

    /** RFC 8445, section 5.1.2.1, for the only component there is. */
    public long priority(int localPreference) {
        return ((long) preference << 24) | ((long) localPreference << 8) | 255;
    }

    static Optional<CandidateType> of(String word) {
        String lower = word.toLowerCase(Locale.ROOT);
        for (CandidateType type : values()) {
            if (type.word.equals(lower)) {
                return Optional.of(type);
            }
        }
        return Optional.empty();
    }
}
