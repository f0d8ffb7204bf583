package parley.brain.approval;

import java.util.regex.Pattern;

/**
 * Something that would have an effect outside the meeting.
 *
 * <pre>
 *   PENDING --approve--> APPROVED --it ran--> DONE      PENDING --reject--> REJECTED
 *                        APPROVED --it did not work--> FAILED      PENDING --time--> EXPIRED
 * </pre>
 *
 * @param decidedBy a person's name, or the rule that decided; empty while it is pending
 * @param comment what the person said to it
 * @param result what the tool answered
 */
public record Proposal(
        String id,
        ToolUse use,
        State state,
        String decidedBy,
        String comment,
        String result,
        long createdUnixMillis,
        long dueUnixMillis,
        long settledUnixMillis) {
    private static final int LONGEST_RESULT = 4_000;

    /** How bad it can be. */
    public enum Risk {
        LOW,
        MEDIUM,
        HIGH;

        private static final Pattern DANGEROUS =
                Pattern.compile("(?i).*(?:delete|remove|pay|purchase|buy|order|transfer).*");

        /** Of a tool with an effect outside the meeting, as far as its name tells. */
        public static Risk of(String tool) {
            return DANGEROUS.matcher(tool).matches() ? HIGH : MEDIUM;
        }
    }

    /** Where it stands. */
    public enum State {
        PENDING,
        /** The tool runs. */
        APPROVED,
        REJECTED,
        EXPIRED,
        DONE,
        FAILED;

        /** Whether nothing more comes of it. */
        public boolean settled() {
            return this != PENDING && this != APPROVED;
        }
    }

    static Proposal of(String id, ToolUse use, long now, long due) {
        return new Proposal(id, use, State.PENDING, "", "", "", now, due, 0);
    }

    Proposal decided(State how, String by, String why, long now) {
        if (state != State.PENDING) {
            throw new IllegalStateException("proposal " + id + " is " + state + " already");
        }
        return new Proposal(
                id, use, how, by, why, "", createdUnixMillis, dueUnixMillis, how == State.APPROVED ? 0 : now);
    }

    Proposal ran(boolean worked, String answer, long now) {
        if (state != State.APPROVED) {
            throw new IllegalStateException("proposal " + id + " is " + state + " and cannot have run");
        }
        String kept = answer.length() > LONGEST_RESULT ? answer.substring(0, LONGEST_RESULT - 1) + "…" : answer;
        State how = worked ? State.DONE : State.FAILED;
        return new Proposal(id, use, how, decidedBy, comment, kept, createdUnixMillis, dueUnixMillis, now);
    }
}
