package parley.brain.approval;

/**
 * Something that would have an effect outside the meeting.
 *
 * <pre>
 *   PENDING --approve--> APPROVED      PENDING --reject--> REJECTED      PENDING --time--> EXPIRED
 * </pre>
 *
 * @param what in words a person can read
 * @param decidedBy a person's name, or the rule that decided; empty while it is pending
 */
public record Proposal(
        String id,
        String meetingId,
        String tool,
        String what,
        Risk risk,
        State state,
        String decidedBy,
        long dueMillis) {

    /** How bad it can be. */
    public enum Risk {
        LOW,
        MEDIUM,
        HIGH
    }

    /** Where it stands. Only a pending one changes. */
    public enum State {
        PENDING,
        APPROVED,
        REJECTED,
        EXPIRED
    }

    Proposal decided(State how, String by) {
        if (state != State.PENDING) {
            throw new IllegalStateException("proposal " + id + " is " + state + " already");
        }
        return new Proposal(id, meetingId, tool, what, risk, how, by, dueMillis);
    }
}
