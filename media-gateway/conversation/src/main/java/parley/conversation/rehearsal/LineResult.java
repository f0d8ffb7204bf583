package parley.conversation.rehearsal;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import parley.conversation.event.Waterfall;

/** What came of one line. Filled in by the rehearsal's thread. */
final class LineResult {
    private static final long UNKNOWN = Long.MIN_VALUE;
    final Scenario.Line line;
    long begunNanos = UNKNOWN;
    long saidNanos = UNKNOWN;
    long answeredNanos = UNKNOWN;
    long agentFellSilentNanos = UNKNOWN;
    boolean agentSpokeAtStart;
    boolean falseCutoff;
    long cutOffNanos = UNKNOWN;
    boolean interruptedAgent;
    final List<String> heard = new ArrayList<>();
    /** Everything that the agent said after the line, by the reply's id. */
    final Map<String, String> answers = new LinkedHashMap<>();

    Optional<Waterfall> waterfall = Optional.empty();
    String verdict = "pending";

    LineResult(Scenario.Line line) {
        this.line = line;
    }

    boolean said() {
        return saidNanos != UNKNOWN;
    }

    boolean begun() {
        return begunNanos != UNKNOWN;
    }

    boolean answered() {
        return answeredNanos != UNKNOWN;
    }

    boolean agentFellSilent() {
        return agentFellSilentNanos != UNKNOWN;
    }

    Optional<Double> delayMillis() {
        return answered() && said() ? Optional.of((answeredNanos - saidNanos) / 1e6) : Optional.empty();
    }

    /** How far into the line the agent began to speak. */
    Optional<Double> cutOffMillis() {
        return cutOffNanos != UNKNOWN && begun() ? Optional.of((cutOffNanos - begunNanos) / 1e6) : Optional.empty();
    }

    /** From the first sound of an interruption to the agent's last. */
    Optional<Double> stopMillis() {
        return agentFellSilent() && begun()
                ? Optional.of(Math.max(0, (agentFellSilentNanos - begunNanos) / 1e6))
                : Optional.empty();
    }

    String answer() {
        return String.join(" ", answers.values());
    }

    String heardText() {
        return String.join(" ", heard);
    }

    WordErrors errors() {
        return WordErrors.between(line.words(), heardText());
    }
}
