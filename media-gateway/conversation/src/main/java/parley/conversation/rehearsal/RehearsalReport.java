package parley.conversation.rehearsal;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import parley.conversation.event.EventJson;
import parley.conversation.event.Waterfall;

/** What came of rehearsals, as JSON and as a page. */
public final class RehearsalReport {
    private static final ObjectMapper JSON = new ObjectMapper();

    private RehearsalReport() {}

    /**
     * One rehearsal's result.
     *
     * @param packetsLost by bad networks between actors and the meeting
     * @param problem why it broke off, where it did
     * @param cpu cores used on average while the meetings lasted, by the whole process: gateway, actors, and all meetings
     *     that ran at once
     * @param turnEngines what heard voices and ends of turns
     */
    public record Outcome(
            Scenario scenario,
            List<LineResultView> lines,
            Map<String, String> files,
            Optional<String> problem,
            long packetsLost,
            List<String> missingActionItems,
            List<String> missingNotices,
            double cpu,
            double rssMb,
            String recognizer,
            String voice,
            String turnEngines) {
        public Outcome {
            lines = List.copyOf(lines);
            missingActionItems = List.copyOf(missingActionItems);
            missingNotices = List.copyOf(missingNotices);
        }

        /** Everything that was not as the scenario expects; none when it passed. */
        public List<String> failures() {
            List<String> failures = new ArrayList<>();
            problem.ifPresent(failures::add);
            for (LineResultView line : lines) {
                String what = line.line().by() + ": \"" + line.line().words() + "\": ";
                if (line.wrong() || line.missed() || line.verdict().equals("pending")) {
                    failures.add(what + line.verdict());
                }
                if (line.falseCutoff()) {
                    failures.add(what + "cut off");
                }
            }
            int unsaid = scenario.lines().size() - lines.size();
            if (unsaid > 0) {
                failures.add(unsaid + " lines were not said");
            }
            missingActionItems.forEach(word -> failures.add("no action item with \"" + word + "\""));
            missingNotices.forEach(code -> failures.add("the meeting did not announce " + code));
            return failures;
        }
    }

    /** A line's result that does not change any more. */
    public record LineResultView(
            Scenario.Line line,
            String heard,
            String answer,
            String verdict,
            Optional<Double> delayMillis,
            Optional<Double> stopMillis,
            boolean falseCutoff,
            Optional<Double> cutOffMillis,
            WordErrors errors,
            Optional<Waterfall> waterfall) {
        boolean missed() {
            return verdict.equals("missed");
        }

        /** The agent did something else than what was expected. */
        boolean wrong() {
            return switch (line.expect()) {
                        case CONTINUE -> verdict.equals("stopped");
                        case STOP -> verdict.equals("kept on");
                        case SILENCE -> verdict.equals("spoke");
                        case ANSWER, ANY -> false;
                    }
                    || verdict.equals("wrong answer");
        }

        static LineResultView of(LineResult r) {
            return new LineResultView(
                    r.line,
                    r.heardText(),
                    r.answer(),
                    r.verdict,
                    r.delayMillis(),
                    r.stopMillis(),
                    r.falseCutoff,
                    r.cutOffMillis(),
                    r.errors(),
                    r.waterfall);
        }
    }

    /** The keys of the summary over any number of outcomes. */
    public record Summary(
            Distribution voiceToVoice,
            Distribution bargeInStop,
            double wer,
            double falseCutoffs,
            int missedTurns,
            int wrongAnswers) {
        public static Summary of(List<LineResultView> lines) {
            WordErrors errors = WordErrors.NONE;
            int asked = 0;
            int cut = 0;
            int missed = 0;
            int wrong = 0;
            for (LineResultView line : lines) {
                errors = errors.plus(line.errors());
                boolean wants = line.line().expect() == Scenario.Expect.ANSWER;
                asked += wants ? 1 : 0;
                cut += line.falseCutoff() ? 1 : 0;
                missed += line.missed() ? 1 : 0;
                wrong += line.wrong() ? 1 : 0;
            }
            return new Summary(
                    new Distribution(lines.stream()
                            .filter(l -> l.line().expect() == Scenario.Expect.ANSWER)
                            .flatMap(l -> l.delayMillis().stream())
                            .toList()),
                    new Distribution(lines.stream()
                            .filter(l -> l.line().expect() == Scenario.Expect.STOP)
                            .flatMap(l -> l.stopMillis().stream())
                            .toList()),
                    errors.rate(),
                    lines.isEmpty() ? 0 : (double) cut / Math.max(1, Math.max(asked, lines.size())),
                    missed,
                    wrong);
        }
    }

    public static ObjectNode json(Outcome outcome) {
        ObjectNode root = JSON.createObjectNode();
        root.put("scenario", outcome.scenario().name())
                .put("about", outcome.scenario().about());
        List<String> failures = outcome.failures();
        root.put("passed", failures.isEmpty());
        ArrayNode problems = root.putArray("failures");
        failures.forEach(problems::add);
        Summary summary = Summary.of(outcome.lines());
        ObjectNode s = root.putObject("summary");
        summarize(s, summary);
        s.put("cpu", Math.round(outcome.cpu() * 1000) / 1000.0).put("rss_mb", Distribution.rounded(outcome.rssMb()));
        s.put("packets_lost", outcome.packetsLost());
        for (String file : List.of("recording", "transcript", "minutes", "event_log")) {
            s.put(file, outcome.files().getOrDefault(file, ""));
        }
        s.put("recognizer", outcome.recognizer())
                .put("voice", outcome.voice())
                .put("turn_engines", outcome.turnEngines());
        ArrayNode missing = root.putArray("missing_action_items");
        outcome.missingActionItems().forEach(missing::add);
        ArrayNode turns = root.putArray("turns");
        for (LineResultView line : outcome.lines()) {
            ObjectNode turn = turns.addObject();
            turn.put("speaker", line.line().by())
                    .put("reference", line.line().words())
                    .put("heard", line.heard());
            turn.put("expect", line.line().expect().name().toLowerCase(Locale.ROOT))
                    .put("answer", line.answer());
            turn.put("verdict", line.verdict()).put("false_cutoff", line.falseCutoff());
            line.cutOffMillis().ifPresent(d -> turn.put("cut_off_after_ms", Distribution.rounded(d)));
            line.delayMillis().ifPresent(d -> turn.put("delay_ms", Distribution.rounded(d)));
            if (line.line().expect() == Scenario.Expect.STOP) {
                line.stopMillis().ifPresent(d -> turn.put("stop_ms", Distribution.rounded(d)));
            }
            line.waterfall().ifPresent(w -> EventJson.waterfall(turn.putObject("waterfall"), w));
        }
        return root;
    }

    public static void summarize(ObjectNode s, Summary summary) {
        summary.voiceToVoice().write(s.putObject("voice_to_voice_ms"));
        s.put("wer", Math.round(summary.wer() * 1000) / 1000.0);
        s.put("false_cutoffs", Math.round(summary.falseCutoffs() * 1000) / 1000.0);
        s.put("missed_turns", summary.missedTurns()).put("wrong_answers", summary.wrongAnswers());
        summary.bargeInStop().write(s.putObject("barge_in_stop_ms"));
    }
}
