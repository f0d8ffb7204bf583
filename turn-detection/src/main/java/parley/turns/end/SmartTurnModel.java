package parley.turns.end;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import parley.turns.OnnxGraph;

/** Smart Turn v3: {@code input_features} [b, 80, 800], Whisper's log-mel of the last 8 s; {@code logits} [b, 1], a probability. */
public final class SmartTurnModel implements AudioEndingModel {
    private final OnnxGraph graph;
    private final WhisperFeatures features = new WhisperFeatures();

    public SmartTurnModel(Path file) throws IOException {
        graph = OnnxGraph.file(file);
    }

    @Override
    public String name() {
        return "smart-turn-v3";
    }

    @Override
    public double finished(short[] samples) {
        float[] input = features.of(samples);
        Map<String, float[]> out = graph.run(Map.of(
                "input_features", new OnnxGraph.Feed.Floats(input, 1, WhisperFeatures.MELS, WhisperFeatures.FRAMES)));
        return Math.clamp(Objects.requireNonNull(out.get("logits"), "logits")[0], 0, 1);
    }

    @Override
    public void close() {
        graph.close();
    }
}
