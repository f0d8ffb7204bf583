package parley.server.gateway;

import java.util.Set;

/**
 * Who asks, and what they may do.
 *
 * @param name what the owner of the key calls it; may be empty
 * @param page whether it is a browser page with a token that somebody made for it
 * @param onlyMeeting the one meeting that a page may see; empty for all of the tenant
 * @param untilUnixMillis when what a page may do is over; {@link #ALWAYS} for a key
 */
public record Caller(
        String tenant, String name, Set<Scope> scopes, boolean page, String onlyMeeting, long untilUnixMillis) {
    public static final long ALWAYS = Long.MAX_VALUE;

    public Caller {
        scopes = Set.copyOf(scopes);
    }

    /** Somebody with a key. */
    public Caller(String tenant, String name, Set<Scope> scopes) {
        this(tenant, name, scopes, false, "", ALWAYS);
    }

    /** A browser page. */
    public static Caller ofPage(
            String tenant, String name, Set<Scope> scopes, String onlyMeeting, long untilUnixMillis) {
        return new Caller(tenant, name, scopes, true, onlyMeeting, untilUnixMillis);
    }

    /** For those who ask later who it was. */
    public String who() {
        return name.isBlank() ? "a key without a name" : name;
    }

    /** Whether a meeting of the tenant is for this caller. */
    public boolean maySee(String meetingId) {
        return onlyMeeting.isEmpty() || onlyMeeting.equals(meetingId);
    }

    /** Whoever reaches a gateway that listens on loopback only and has no keys. */
    public static Caller local() {
        return new Caller("local", "local", Set.of(Scope.values()));
    }

    /** What a key lets its holder do. */
    public enum Scope {
        /** See meetings, transcripts, recordings, minutes. */
        READ,
        /** Open and close meetings, speak and write in them, delete them. */
        MEETINGS,
        /** Keys, usage, dead letters. */
        OPERATE,
        /** See what agents propose, decide on it, and read who decided. */
        APPROVE,
        /** Read along what is said while a meeting lasts, and nothing else: for who has a room's link. */
        CAPTIONS
    }
}
