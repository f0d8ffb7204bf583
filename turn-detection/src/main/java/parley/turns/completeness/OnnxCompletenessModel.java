package parley.turns.completeness;

import java.util.List;
import java.util.Map;
import parley.turns.OnnxGraph;

/** The bundled completeness model: input {@code ids} int64 [batch, 32, 3], output {@code probabilities} [batch, 3]. */
public final class OnnxCompletenessModel implements CompletenessModel {
    /** Where the bundled model lies on the class path. */
    public static final String BUNDLED = "/parley/turns/completeness/completeness.onnx";

    private final OnnxGraph graph;

    public OnnxCompletenessModel(OnnxGraph graph) {
        this.graph = graph;
    }

    public static OnnxCompletenessModel bundled() {
        return new OnnxCompletenessModel(OnnxGraph.bundled(BUNDLED));
    }

    @Override
    public String name() {
        return "bundled completeness";
    }

    @Override
    public Completeness[] judge(List<Line> lines) {
        if (lines.isEmpty()) {
            return new Completeness[0];
        }
        float[] p = graph.run(Map.of("ids", new OnnxGraph.Feed.Longs(input(lines), shape(lines.size()))))
                .get("probabilities");
        return verdicts(p == null ? new float[0] : p);
    }

    /** The model's input for these lines, for whoever runs it in batches. */
    public static long[] input(List<Line> lines) {
        long[] ids = new long[lines.size() * WordBuckets.WINDOW * WordBuckets.PER_WORD];
        for (int i = 0; i < lines.size(); i++) {
            WordBuckets.write(lines.get(i), ids, i * WordBuckets.WINDOW * WordBuckets.PER_WORD);
        }
        return ids;
    }

    public static long[] shape(int lines) {
        return new long[] {lines, WordBuckets.WINDOW, WordBuckets.PER_WORD};
    }

    /** What the model's output means. */
    public static Completeness[] verdicts(float[] probabilities) {
        Completeness[] verdicts = new Completeness[probabilities.length / 3];
        for (int i = 0; i < verdicts.length; i++) {
            verdicts[i] = new Completeness(probabilities[i * 3], probabilities[i * 3 + 1], probabilities[i * 3 + 2]);
        }
        return verdicts;
    }

    @Override
    public void close() {
        graph.close();
    }
}
