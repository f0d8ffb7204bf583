package parley.turns.bench;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import parley.turns.completeness.Completeness;
import parley.turns.completeness.CompletenessModel;

/** How often the completeness model is right about lines that it was not trained with. */
final class TextBench {
    /** Lines cut where they could have ended are no fair question to a text model; they are reported, not counted. */
    private static final String AMBIGUOUS = "cut-open";

    /** A held-out line: its label, its family, whether a recognizer's errors were put in. */
    record Line(Completeness.Label label, String family, boolean noisy, CompletenessModel.Line line) {}

    record Result(
            Map<Completeness.Label, Double> clean,
            Map<Completeness.Label, Double> noisy,
            double ambiguousHeld,
            int lines,
            double millisACall) {}

    private TextBench() {}

    static List<Line> lines(String set) {
        List<Line> lines = new ArrayList<>();
        for (String row : Sets.lines(set)) {
            String[] f = row.split("\t", -1);
            lines.add(new Line(
                    Completeness.Label.valueOf(f[0].toUpperCase(Locale.ROOT)),
                    f[1],
                    f[2].equals("noisy"),
                    new CompletenessModel.Line(f[3], f[4])));
        }
        return lines;
    }

    static Result run(CompletenessModel model, List<Line> lines) {
        Map<Completeness.Label, int[]> clean = new EnumMap<>(Completeness.Label.class);
        Map<Completeness.Label, int[]> noisy = new EnumMap<>(Completeness.Label.class);
        int[] ambiguous = new int[2];
        for (Line line : lines.subList(0, Math.min(50, lines.size()))) {
            model.judge(List.of(line.line()));
        }
        long started = System.nanoTime();
        for (Line line : lines) {
            Completeness.Label said = model.judge(List.of(line.line()))[0].label();
            if (line.family().equals(AMBIGUOUS)) {
                ambiguous[0]++;
                ambiguous[1] += said == line.label() ? 1 : 0;
            } else {
                int[] c = (line.noisy() ? noisy : clean).computeIfAbsent(line.label(), _ -> new int[2]);
                c[0]++;
                c[1] += said == line.label() ? 1 : 0;
            }
        }
        double millis = (System.nanoTime() - started) / 1e6 / lines.size();
        return new Result(
                shares(clean), shares(noisy), (double) ambiguous[1] / Math.max(1, ambiguous[0]), lines.size(), millis);
    }

    private static Map<Completeness.Label, Double> shares(Map<Completeness.Label, int[]> counts) {
        Map<Completeness.Label, Double> shares = new EnumMap<>(Completeness.Label.class);
        counts.forEach((label, c) -> shares.put(label, (double) c[1] / Math.max(1, c[0])));
        return shares;
    }
}
