package parley.turns.voice;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import parley.turns.OnnxGraph;

/**
 * A voice model with the Silero contract: {@code input} [b, 576], {@code state} [2, b, 128], {@code sr}; {@code output} [b, 1],
 * {@code stateN}. The bundled model keeps to the same contract.
 */
public final class OnnxVoiceModel implements VoiceModel {
    /** Where the bundled model lies on the class path. */
    public static final String BUNDLED = "/parley/turns/voice/bundled-vad.onnx";

    private static final int WIDTH = STATE / 2;
    private final String name;
    private final OnnxGraph graph;

    public OnnxVoiceModel(String name, OnnxGraph graph) {
        this.name = name;
        this.graph = graph;
    }

    public static OnnxVoiceModel bundled() {
        return new OnnxVoiceModel("bundled", OnnxGraph.bundled(BUNDLED));
    }

    public static OnnxVoiceModel file(String name, Path file) throws IOException {
        return new OnnxVoiceModel(name, OnnxGraph.file(file));
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public float[] probabilities(List<VoiceChunk> chunks, List<float[]> states) {
        int b = chunks.size();
        if (b == 0) {
            return new float[0];
        }
        float[] input = new float[b * VoiceChunk.INPUT];
        float[] state = new float[b * STATE];
        for (int i = 0; i < b; i++) {
            System.arraycopy(chunks.get(i).samples(), 0, input, i * VoiceChunk.INPUT, VoiceChunk.INPUT);
            // The contract has the layer first and the stream second.
            System.arraycopy(states.get(i), 0, state, i * WIDTH, WIDTH);
            System.arraycopy(states.get(i), WIDTH, state, (b + i) * WIDTH, WIDTH);
        }
        Map<String, float[]> out = graph.run(Map.of(
                "input", new OnnxGraph.Feed.Floats(input, b, VoiceChunk.INPUT),
                "state", new OnnxGraph.Feed.Floats(state, 2, b, WIDTH),
                "sr", new OnnxGraph.Feed.Longs(new long[] {VoiceChunk.RATE})));
        float[] next = Objects.requireNonNull(out.get("stateN"), "stateN");
        for (int i = 0; i < b; i++) {
            System.arraycopy(next, i * WIDTH, states.get(i), 0, WIDTH);
            System.arraycopy(next, (b + i) * WIDTH, states.get(i), WIDTH, WIDTH);
        }
        return Objects.requireNonNull(out.get("output"), "output");
    }

    @Override
    public void close() {
        graph.close();
    }
}
