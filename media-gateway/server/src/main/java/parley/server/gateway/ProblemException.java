package parley.server.gateway;

import parley.gateway.v1.Problem;

/** Something the caller asked for cannot be done. */
public final class ProblemException extends Exception {
    /** What kind of refusal it is; each protocol has its own number for it. */
    public enum Kind {
        INVALID(400),
        UNAUTHENTICATED(401),
        FORBIDDEN(403),
        NOT_FOUND(404),
        CONFLICT(409),
        TOO_MANY(429),
        INTERNAL(500),
        UNAVAILABLE(503);

        private final int httpStatus;

        Kind(int httpStatus) {
            this.httpStatus = httpStatus;
        }

        public int httpStatus() {
            return httpStatus;
        }
    }

    private final Kind kind;
    private final Problem problem;

    public ProblemException(Kind kind, String code, String message, String remedy) {
        this(kind, code, message, remedy, "");
    }

    public ProblemException(Kind kind, String code, String message, String remedy, String field) {
        super(message);
        this.kind = kind;
        this.problem = Problem.newBuilder()
                .setCode(code)
                .setMessage(message)
                .setRemedy(remedy)
                .setField(field)
                .build();
    }

    static ProblemException invalid(String field, String message, String remedy) {
        return new ProblemException(Kind.INVALID, "invalid-argument", message, remedy, field);
    }

    /** The same answer for what is not there and for what is another tenant's. */
    static ProblemException noSuchMeeting(String id) {
        return new ProblemException(
                Kind.NOT_FOUND,
                "no-such-meeting",
                "there is no meeting " + id,
                "GET /v1/meetings lists yours.",
                "meetingId");
    }

    public Kind kind() {
        return kind;
    }

    public Problem problem() {
        return problem;
    }
}
