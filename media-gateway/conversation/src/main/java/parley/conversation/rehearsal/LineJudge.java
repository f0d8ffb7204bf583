package parley.conversation.rehearsal;

import java.util.Locale;
import java.util.Optional;

/** Says what became of a line: the verdicts that reports show. */
final class LineJudge {
    private static final long MILLI = 1_000_000L;
    /** An agent that was only encouraged goes on within this. */
    private static final long KEPT_ON_NANOS = 1_500 * MILLI;

    private LineJudge() {}

    /**
     * The verdict, once there can be one.
     *
     * @param since nanoseconds since the line was said
     * @param following the line that comes next, if any
     */
    static Optional<String> verdict(LineResult result, long since, Optional<Scenario.Line> following) {
        boolean over = since >= result.line.withinMillis() * MILLI;
        return switch (result.line.expect()) {
            case ANSWER -> result.answered() ? Optional.of("answered") : when(over, "missed");
            case SILENCE -> result.answered() ? Optional.of("spoke") : when(over || isDue(following, since), "silent");
            case ANY -> result.answered() ? Optional.of("answered") : when(over || isDue(following, since), "silent");
            case STOP -> result.agentFellSilent() ? when(result.answered() || over, "stopped") : when(over, "kept on");
            case CONTINUE -> when(since > KEPT_ON_NANOS, result.interruptedAgent ? "stopped" : "kept on");
        };
    }

    private static Optional<String> when(boolean known, String verdict) {
        return known ? Optional.of(verdict) : Optional.empty();
    }

    private static boolean isDue(Optional<Scenario.Line> following, long since) {
        return following.isPresent()
                && following.get().cue() instanceof Scenario.Cue.AfterLine cue
                && since >= cue.gapMillis() * MILLI;
    }

    /** After the meeting, when all of the answer is known. */
    static void checkAnswer(LineResult result) {
        String answer = result.answer().toLowerCase(Locale.ROOT);
        boolean right = result.line.contains().stream().allMatch(w -> answer.contains(w.toLowerCase(Locale.ROOT)));
        if (result.answered() && !right) {
            result.verdict = "wrong answer";
        }
    }
}
