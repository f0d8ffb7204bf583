package parley.turns.bench;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import parley.turns.completeness.Completeness;
import parley.turns.completeness.CompletenessModel;
import parley.turns.completeness.OnnxCompletenessModel;
import parley.turns.end.AudioEndingModel;
import parley.turns.end.SmartTurnModel;
import parley.turns.end.TurnSettings;
import parley.turns.floor.Pronunciations;
import parley.turns.voice.OnnxVoiceModel;
import parley.turns.voice.VoiceModel;

/**
 * The benchmark of turn-taking. Everything is made on the spot from seeds, spoken by the synthesizers that are installed
 * (FreeTTS always), and measured with the shipped engines and models.
 */
public final class TurnsBench {
    /**
     * @param seed of everything random
     * @param dialogues how many of the 50 dialogues to play
     * @param models folder with {@code silero_vad.onnx} and {@code smart-turn-v3.2-cpu.onnx}, where they are to be compared
     * @param svg where to draw the curve
     * @param progress told what happens now
     */
    public record Options(long seed, int dialogues, Path models, Path svg, Consumer<String> progress) {
        public Options {
            if (dialogues < 1 || dialogues > 50) {
                throw new IllegalArgumentException("dialogues must lie in 1..50, not " + dialogues);
            }
        }
    }

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private final Options options;
    private final List<BenchVoice> voices;

    private TurnsBench(Options options) {
        this.options = options;
        this.voices = BenchVoice.installed(BenchVoice.Cast.BENCHMARK);
    }

    /** Runs all of it; the keys are those that the acceptance asks for, and more. */
    public static ObjectNode run(Options options) throws IOException {
        return new TurnsBench(options).measure();
    }

    private ObjectNode measure() throws IOException {
        ObjectNode report = JSON.objectNode();
        report.put("seed", options.seed());
        ArrayNode names = report.putArray("voices");
        voices.forEach(v -> names.add(v.name()));
        try (VoiceModel voice = OnnxVoiceModel.bundled();
                CompletenessModel text = OnnxCompletenessModel.bundled()) {
            options.progress().accept("text completeness");
            report.set("text", text(text));
            options.progress().accept("end of turn");
            ends(report, voice, text);
            options.progress().accept("voice activity");
            report.set("vad", voice(voice));
            options.progress().accept("interruptions");
            interruptions(report, voice);
            Path silero = options.models().resolve("silero_vad.onnx");
            if (Files.isRegularFile(silero)) {
                try (VoiceModel other = OnnxVoiceModel.file("silero", silero)) {
                    interruptions(report.putObject("with_silero"), other);
                }
            }
            options.progress().accept("groups");
            groups(report, text);
        }
        return report;
    }

    private static ObjectNode text(CompletenessModel model) {
        TextBench.Result r = TextBench.run(model, TextBench.lines("completeness-heldout.tsv"));
        ObjectNode node = JSON.objectNode();
        for (Completeness.Label label : Completeness.Label.values()) {
            node.put(label.name().toLowerCase(Locale.ROOT), round(r.clean().getOrDefault(label, 0.0)));
        }
        ObjectNode noisy = node.putObject("with_recognizer_errors");
        for (Completeness.Label label : Completeness.Label.values()) {
            noisy.put(label.name().toLowerCase(Locale.ROOT), round(r.noisy().getOrDefault(label, 0.0)));
        }
        ObjectNode hand = node.putObject("written_by_hand");
        TextBench.run(model, TextBench.lines("completeness-by-hand.tsv"))
                .clean()
                .forEach((label, share) -> hand.put(label.name().toLowerCase(Locale.ROOT), round(share)));
        node.put("cut_where_it_could_end", round(r.ambiguousHeld()));
        node.put("lines", r.lines());
        node.put("ms_per_call", round(r.millisACall()));
        return node;
    }

    private void ends(ObjectNode report, VoiceModel voice, CompletenessModel text) throws IOException {
        Path smart = options.models().resolve("smart-turn-v3.2-cpu.onnx");
        if (Files.isRegularFile(smart)) {
            try (AudioEndingModel model = new SmartTurnModel(smart)) {
                ends(report, voice, text, Optional.of(model));
            }
        } else {
            ends(report, voice, text, Optional.empty());
        }
    }

    private void ends(ObjectNode report, VoiceModel voice, CompletenessModel text, Optional<AudioEndingModel> audio)
            throws IOException {
        List<String> rows = Sets.lines("dialogues.tsv").stream()
                .filter(row -> Integer.parseInt(row.substring(0, row.indexOf('\t'))) < options.dialogues())
                .toList();
        Map<String, List<EndBench.Point>> curves = new LinkedHashMap<>();
        EndBench bench = new EndBench(text);
        long cpu = cpuNanos();
        List<EndBench.Spoken> turns = EndBench.record(voice, voices, audio, rows, options.seed());
        options.progress()
                .accept(String.format(
                        Locale.ROOT,
                        "%d turns recorded, %.0f s of processor time",
                        turns.size(),
                        (cpuNanos() - cpu) / 1e9));
        curves.put("parley", bench.curve(turns, false));
        if (audio.isPresent()) {
            curves.put("parley + smart-turn", bench.curve(turns, true));
            curves.put("smart-turn-v3 alone", EndBench.audioOnly(turns));
        }
        Path silero = options.models().resolve("silero_vad.onnx");
        if (Files.isRegularFile(silero)) {
            try (VoiceModel other = OnnxVoiceModel.file("silero", silero)) {
                List<EndBench.Spoken> again = EndBench.record(other, voices, Optional.empty(), rows, options.seed());
                curves.put("parley with silero", bench.curve(again, false));
            }
        }
        curves.put("silence alone", EndBench.silenceOnly(turns));
        List<EndBench.Point> own = curves.getOrDefault("parley", List.of());
        report.set("unseen", apart("dialogues-unseen.tsv", BenchVoice.Cast.UNSEEN, 1, voice, bench));
        report.set("third", apart("dialogues-third.tsv", BenchVoice.Cast.THIRD, 2, voice, bench));
        report.put("delay_ms_at_5_percent_cutoffs", round(EndBench.delayAt(own, 0.05)));
        report.put("cutoffs_at_300_ms", round(EndBench.cutoffsAt(own, 300)));
        ObjectNode models = report.putObject("end_of_turn");
        models.put("turns", turns.size());
        models.put("pauses", turns.stream().mapToInt(t -> t.pauseEnds().size()).sum());
        curves.forEach((name, curve) -> models.set(name, curve(curve)));
        List<EndBench.Outcome> usual = bench.run(turns, TurnSettings.DEFAULT);
        EndBench.Point p = EndBench.point(TurnSettings.DEFAULT.eagerness(), usual);
        ObjectNode standard = models.putObject("default");
        standard.put("eagerness", p.knob());
        standard.put("delay_ms", round(p.delayMillis()));
        standard.put("cutoffs", round(p.cutoffs()));
        ObjectNode kinds = standard.putObject("cutoffs_by_kind");
        usual.stream()
                .collect(Collectors.groupingBy(
                        EndBench.Outcome::kind,
                        java.util.TreeMap::new,
                        Collectors.averagingDouble(o -> o.cut() ? 1 : 0)))
                .forEach((kind, share) -> kinds.put(kind, round(share)));
        Files.writeString(options.svg(), CurveSvg.draw(curves));
        models.put("curve", options.svg().toString());
    }

    /** The same of turns on which nobody looked while the decision was tuned: other lines, other voices. */
    private ObjectNode apart(String set, BenchVoice.Cast cast, int seedsOn, VoiceModel voice, EndBench bench)
            throws IOException {
        List<String> rows = Sets.lines(set).stream()
                .filter(row -> Integer.parseInt(row.substring(0, row.indexOf('\t'))) < 2 * options.dialogues())
                .toList();
        List<BenchVoice> speakers = BenchVoice.installed(cast);
        if (speakers.isEmpty()) {
            return JSON.objectNode().put("note", "espeak-ng and flite are not installed");
        }
        ObjectNode node = curve(
                bench.curve(EndBench.record(voice, speakers, Optional.empty(), rows, options.seed() + seedsOn), false));
        node.put("turns", rows.size());
        ArrayNode names = node.putArray("voices");
        speakers.forEach(v -> names.add(v.name()));
        return node;
    }

    private static ObjectNode curve(List<EndBench.Point> points) {
        ObjectNode node = JSON.objectNode();
        node.put("delay_ms_at_5_percent_cutoffs", round(EndBench.delayAt(points, 0.05)));
        node.put("cutoffs_at_300_ms", round(EndBench.cutoffsAt(points, 300)));
        ArrayNode list = node.putArray("points");
        for (EndBench.Point p : points) {
            list.addObject()
                    .put("knob", round(p.knob()))
                    .put("delay_ms", round(p.delayMillis()))
                    .put("cutoffs", round(p.cutoffs()));
        }
        return node;
    }

    private ObjectNode voice(VoiceModel bundled) throws IOException {
        List<String> sentences = Sets.lines("dialogues.tsv").stream()
                .map(row -> row.split("\t", -1)[3].replaceAll(" <\\d+> ", " "))
                .filter(s -> s.length() < 60)
                .toList();
        ObjectNode node = voice(bundled, sentences);
        Path silero = options.models().resolve("silero_vad.onnx");
        if (Files.isRegularFile(silero)) {
            try (VoiceModel other = OnnxVoiceModel.file("silero", silero)) {
                node.set("silero", voice(other, sentences));
            }
        }
        return node;
    }

    private ObjectNode voice(VoiceModel model, List<String> sentences) throws IOException {
        VoiceBench.Result r = VoiceBench.run(model, voices, sentences, options.seed(), 10);
        ObjectNode node = JSON.objectNode();
        node.put("f1_at_10_db", round(r.f1()));
        node.put("worst_noise", r.worst());
        node.put("worst_f1", round(r.worstF1()));
        ObjectNode onset = node.putObject("onset_ms");
        onset.put("p50", round(percentile(r.onsetMillis(), 0.5)));
        onset.put("p95", round(percentile(r.onsetMillis(), 0.95)));
        node.put("missed_onsets", r.missed());
        return node;
    }

    private void interruptions(ObjectNode report, VoiceModel voice) throws IOException {
        BargeBench.Result r = BargeBench.run(voice, voices, options.seed());
        ObjectNode millis = report.putObject("interruption_ms");
        millis.put("p50", round(percentile(r.silentMillis(), 0.5)));
        millis.put("p95", round(percentile(r.silentMillis(), 0.95)));
        report.put("false_stops", round(r.falseStops()));
        ObjectNode more = report.putObject("interruptions");
        more.put("missed", r.missed());
        more.put("false_holds", round(r.falseHolds()));
        more.put("false_hold_ms", round(r.holdMillis()));
        for (BargeBench.Kind k : r.byKind()) {
            more.putObject(k.name())
                    .put("count", k.count())
                    .put("stops", k.stops())
                    .put("holds", k.holds());
        }
    }

    private void groups(ObjectNode report, CompletenessModel text) {
        GroupBench bench = new GroupBench(Pronunciations.load(), text);
        ObjectNode node = report.putObject("groups");
        GroupBench.Score all = GroupBench.Score.none();
        for (int people : new int[] {3, 5, 8}) {
            GroupBench.Score score = bench.meetings(people, 60, options.seed() + people);
            all = all.plus(score);
            ObjectNode one = node.putObject("of_" + people);
            one.put("answered", round(score.answeredShare()));
            one.put("cut_ins_per_minute", round(score.cutInsAMinute()));
            one.put("addressed_f1", round(score.f1()));
            if (people == 5) {
                node.put("answered", round(score.answeredShare()));
                node.put("cut_ins_per_minute", round(score.cutInsAMinute()));
            }
        }
        report.put("addressed_f1", round(all.f1()));
        ObjectNode kinds = node.putObject("right_by_kind");
        all.kinds().forEach((kind, c) -> kinds.put(kind, round((double) c[1] / Math.max(1, c[0]))));
        node.put("minutes", round(all.minutes()));
        report.put("cpu_share", round(CpuBench.share(voices, options.seed()), 5));
    }

    static long cpuNanos() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    private static double percentile(double[] sorted, double share) {
        return sorted.length == 0
                ? Double.NaN
                : sorted[(int) Math.min(sorted.length - 1, Math.floor(share * sorted.length))];
    }

    private static double round(double value) {
        return round(value, 4);
    }

    private static double round(double value, int digits) {
        double scale = Math.pow(10, digits);
        return Double.isNaN(value) ? -1 : Math.round(value * scale) / scale;
    }
}
