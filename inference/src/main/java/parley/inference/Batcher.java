package parley.inference;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * Gathers requests of one model from many streams into batches. {@link #submit} from any thread, never blocks; the
 * answer arrives on an inference thread, where short work on it (a stream's decoder) may be done. Made by
 * {@link Inference#batcher}.
 */
@SuppressWarnings("ReferenceEquality") // a request that was refused is that very request
public final class Batcher {
    record Pending(Request request, CompletableFuture<Outputs> answer) {}

    private final Model model;
    private final BatchQueue<Pending> queue;
    private final WorkerPool workers;
    private long requests;
    private long batches;
    private long refused;
    private long dropped;
    private long failed;
    private int largestBatchSeen;
    private long busyNanos;

    Batcher(Model model, BatcherSettings settings, WorkerPool workers) {
        BatcherSettings fitting = model.batchable()
                ? settings
                : new BatcherSettings(java.time.Duration.ZERO, 1, settings.capacity(), settings.overload());
        this.model = model;
        this.queue = new BatchQueue<>(
                fitting,
                (first, second) -> compatible(model, first.request(), second.request()),
                pending -> pending.request().urgent());
        this.workers = workers;
    }

    public Model model() {
        return model;
    }

    /** The answer, or an {@link InferenceException}: refused, dropped, or failed. */
    public CompletableFuture<Outputs> submit(Request request) {
        Pending pending = new Pending(request, new CompletableFuture<>());
        List<Pending> gone = workers.offer(this, pending);
        for (Pending loser : gone) {
            loser.answer()
                    .completeExceptionally(new InferenceException(
                            InferenceException.Reason.OVERLOADED,
                            "model " + model.name() + " cannot keep up: " + queueName(loser == pending)));
        }
        return pending.answer();
    }

    private static String queueName(boolean itself) {
        return itself ? "the queue is full" : "a later request took the place of the oldest";
    }

    /** Requests that can run as one: the same shapes, and the same values where a tensor is shared by all. */
    static boolean compatible(Model model, Request first, Request second) {
        for (TensorSpec input : model.inputs()) {
            Tensor a = first.inputs().get(input.name());
            Tensor b = second.inputs().get(input.name());
            if (a == null || b == null) {
                continue;
            }
            if (!Arrays.equals(a.shape(), b.shape()) || (input.batchDimension() < 0 && !sameValues(a, b))) {
                return false;
            }
        }
        return true;
    }

    private static boolean sameValues(Tensor a, Tensor b) {
        return switch (a) {
            case Tensor.Floats floats -> b instanceof Tensor.Floats other && Arrays.equals(floats.data(), other.data());
            case Tensor.Longs longs -> b instanceof Tensor.Longs other && Arrays.equals(longs.data(), other.data());
            case Tensor.Ints ints -> b instanceof Tensor.Ints other && Arrays.equals(ints.data(), other.data());
        };
    }

    public BatcherStats stats() {
        return workers.locked(() -> new BatcherStats(
                requests,
                batches,
                refused,
                dropped,
                failed,
                queue.size(),
                queue.oldestAgeNanos(workers.now()),
                largestBatchSeen,
                busyNanos));
    }

    // What follows is called by the worker pool, under its lock unless said otherwise.

    List<Pending> offer(Pending pending, long nowNanos) {
        List<Pending> gone = queue.offer(pending, nowNanos);
        requests++;
        for (Pending loser : gone) {
            if (loser == pending) {
                refused++;
            } else {
                dropped++;
            }
        }
        return gone;
    }

    long dueNanos() {
        return queue.dueNanos();
    }

    List<Pending> take(int takers) {
        List<Pending> batch = queue.take(takers);
        batches++;
        largestBatchSeen = Math.max(largestBatchSeen, batch.size());
        return batch;
    }

    void ran(long nanos, int failures) {
        busyNanos += nanos;
        failed += failures;
    }

    List<Pending> drain() {
        return queue.drain();
    }

    /** Outside the lock. Returns how many requests failed. */
    int run(List<Pending> batch) {
        List<Request> asked = new ArrayList<>(batch.size());
        batch.forEach(pending -> asked.add(pending.request()));
        List<Outputs> answers;
        try {
            answers = model.runBatch(asked);
        } catch (RuntimeException e) { // of whatever kind: the thread serves every other stream too
            InferenceException failure = e instanceof InferenceException known
                    ? known
                    : new InferenceException(
                            InferenceException.Reason.FAILED, "model " + model.name() + " failed: " + e, e);
            batch.forEach(pending -> pending.answer().completeExceptionally(failure));
            return batch.size();
        }
        for (int i = 0; i < batch.size(); i++) {
            batch.get(i).answer().complete(answers.get(i));
        }
        return 0;
    }
}
