package parley.server.gateway;

import java.util.Set;

/**
 * Who asks, and what they may do.
 *
 * @param page whether it is a browser page with a token that somebody made for it
 * @param onlyMeeting the one meeting that a page may see; empty for all of the tenant
 */
public record Caller(String tenant, Set<Scope> scopes, boolean page, String onlyMeeting) {
    public Caller {
        scopes = Set.copyOf(scopes);
    }

    /** Somebody with a key. */
    public Caller(String tenant, Set<Scope> scopes) {
        this(tenant, scopes, false, "");
    }

    /** A browser page. */
    public static Caller ofPage(String tenant, Set<Scope> scopes, String onlyMeeting) {
        return new Caller(tenant, scopes, true, onlyMeeting);
    }

    /** Whether a meeting of the tenant is for this caller. */
    public boolean maySee(String meetingId) {
        return onlyMeeting.isEmpty() || onlyMeeting.equals(meetingId);
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
