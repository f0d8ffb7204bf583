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
        Stage stage = new Stage(transport, patience, findings);
        AnswerRehearsals answers = new AnswerRehearsals(stage);
        StreamRehearsals streams = new StreamRehearsals(stage);
        List<Rehearsal> all = List.of(
                answers::greetAndAnswer,
                answers::revise,
                answers::speculateThenCommit,
                answers::abort,
                answers::interrupt,
                answers::leaveOthersAlone,
                answers::scribe,
                answers::listen,
                streams::unknownEvent,
                streams::unknownField,
                streams::unknownValue,
                streams::oddText,
                streams::gatewayError,
                streams::repeatedEvent,
                streams::twoMeetings,
                streams::breakAndResume,
                streams::closing,
                streams::otherVersion);
        for (Rehearsal rehearsal : all) {
            rehearsal.play();
        }
        stage.audit();
        return new Report(findings.verdicts(), findings.firstTextMillis());
    }
}
