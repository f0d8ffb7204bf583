package parley.server.gateway;

import java.util.Set;

/** Who asks, and what they may do. */
public record Caller(String tenant, Set<Scope> scopes) {
    public Caller {
        scopes = Set.copyOf(scopes);
    }

    /** Whoever reaches a gateway that listens on loopback only and has no keys. */
    public static Caller local() {
        return new Caller("local", Set.of(Scope.values()));
    }

    /** What a key lets its holder do. */
    public enum Scope {
        /** See meetings, transcripts, recordings, minutes. */
        READ,
        /** Open and close meetings, speak and write in them, delete them. */
        MEETINGS,
        /** Keys, usage, dead letters. */
        OPERATE
    }
}
