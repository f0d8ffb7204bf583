package parley.brain.conformance;

import java.util.List;
import parley.brain.bridge.BrainTransport;

/** Runs the scripted meetings against a brain and says, rule by rule, what it does right and wrong. */
public final class ConformanceKit {
    private ConformanceKit() {}

    /**
     * What was found.
     *
     * @param firstTextMillis from a committed turn to the first text; -1 where none came
     */
    public record Report(List<Verdict> verdicts, long firstTextMillis) {
        public Report {
            verdicts = List.copyOf(verdicts);
        }

        public boolean passed() {
            return verdicts.stream().allMatch(Verdict::kept);
        }

        /** The rules that are broken. */
        public List<Rule> broken() {
            return verdicts.stream().filter(v -> !v.kept()).map(Verdict::rule).toList();
        }
    }

    @FunctionalInterface
    private interface Rehearsal {
        void play() throws InterruptedException;
    }

    /** Blocks until all meetings are played. */
    public static Report check(BrainTransport transport, Patience patience) throws InterruptedException {
        Findings findings = new Findings();
        Rehearsals r = new Rehearsals(transport, patience, findings);
        List<Rehearsal> all = List.of(
                r::greetAndAnswer,
                r::revise,
                r::speculateThenCommit,
                r::abort,
                r::interrupt,
                r::leaveOthersAlone,
                r::scribe,
                r::listen,
                r::unknownEvent,
                r::unknownField,
                r::unknownValue,
                r::oddText,
                r::gatewayError,
                r::repeatedEvent,
                r::twoMeetings,
                r::breakAndResume,
                r::closing,
                r::otherVersion);
        for (Rehearsal rehearsal : all) {
            rehearsal.play();
        }
        r.audit();
        return new Report(findings.verdicts(), findings.firstTextMillis());
    }
}
