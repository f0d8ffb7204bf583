package parley.stt.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import parley.inference.Batcher;
import parley.inference.BatcherSettings;
import parley.inference.Inference;
import parley.inference.Model;
import parley.inference.ModelState;
import parley.inference.Outputs;
import parley.inference.Overload;
import parley.inference.Request;
import parley.inference.Tensor;
import parley.inference.TensorSpec;

/** How many chunks a second the network takes from 32 streams, batched and unbatched, on the same threads. */
final class NetworkThroughput {
    private static final int STREAMS = 32;
    private static final int ROUNDS = 5;
    private static final int CHUNKS = 12;

    private NetworkThroughput() {}

    /** Batched throughput over unbatched: the median of alternating rounds, because the machine has other work. */
    static double gain(Inference inference, Model model) {
        Batcher batched =
                inference.batcher(model, new BatcherSettings(Duration.ofMillis(4), STREAMS, 1_024, Overload.REFUSE));
        Batcher single = inference.batcher(model, BatcherSettings.UNBATCHED);
        try {
            run(batched, model);
            run(single, model);
            List<Double> ratios = new ArrayList<>();
            for (int round = 0; round < ROUNDS; round++) {
                ratios.add(run(batched, model) / run(single, model));
            }
            return LiveLoad.percentile(ratios, 0.5);
        } finally {
            inference.retire(batched);
            inference.retire(single);
        }
    }

    /** Chunks a second. */
    private static double run(Batcher batcher, Model model) {
        TensorSpec input = model.requestInputs().get(0);
        float[] silence = new float[Tensor.elements(input.shapeFor(1))];
        long started = System.nanoTime();
        List<CompletableFuture<Void>> streams = new ArrayList<>();
        for (int i = 0; i < STREAMS; i++) {
            streams.add(next(batcher, model.freshState(), input, silence, CHUNKS));
        }
        CompletableFuture.allOf(streams.toArray(CompletableFuture[]::new)).join();
        return STREAMS * CHUNKS / ((System.nanoTime() - started) / 1e9);
    }

    private static CompletableFuture<Void> next(
            Batcher batcher, ModelState state, TensorSpec input, float[] data, int left) {
        if (left == 0) {
            return CompletableFuture.completedFuture(null);
        }
        CompletableFuture<Outputs> answer =
                batcher.submit(Request.of(state, Map.of(input.name(), new Tensor.Floats(input.shapeFor(1), data))));
        return answer.thenCompose(outputs -> next(batcher, state, input, data, left - 1));
    }
}
