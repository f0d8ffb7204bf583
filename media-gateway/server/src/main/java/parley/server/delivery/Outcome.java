package parley.server.delivery;

/**
 * What became of an attempt.
 *
 * @param problem for a person; empty where there is none
 * @param askedToWaitMillis how long the receiver asked us to wait, 0 for not
 */
public record Outcome(Kind kind, String problem, long askedToWaitMillis) {
    public static final Outcome TAKEN = new Outcome(Kind.TAKEN, "", 0);

    /** What it means for what comes next. */
    public enum Kind {
        TAKEN,
        /** It is tried again. */
        FAILED,
        /** It never will be taken. */
        REFUSED,
        /** Nothing more will be taken there. */
        GONE
    }

    public static Outcome failed(String problem) {
        return new Outcome(Kind.FAILED, problem, 0);
    }

    public static Outcome refused(String problem) {
        return new Outcome(Kind.REFUSED, problem, 0);
    }
}
