package parley.conversation.driver;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import parley.turns.completeness.Completeness;
import parley.turns.completeness.CompletenessModel;

/** One thread that judges whatever waits, from all meetings, at once. */
public final class BatchingWordJudge implements WordJudge, AutoCloseable {
    private static final int WAITING_AT_MOST = 512;
    private static final int BATCH_AT_MOST = 32;

    private record Waiting(CompletenessModel.Line line, Consumer<Completeness> answer) {}

    private final CompletenessModel model;
    private final BlockingQueue<Waiting> queue = new ArrayBlockingQueue<>(WAITING_AT_MOST);
    private final AtomicLong refused = new AtomicLong();
    private final Thread thread;

    /** The model is closed with the judge. */
    public BatchingWordJudge(CompletenessModel model) {
        this.model = model;
        this.thread = Thread.ofPlatform().name("word-judge").daemon().start(this::work);
    }

    @Override
    public boolean judge(String before, String words, Consumer<Completeness> answer) {
        boolean taken = queue.offer(new Waiting(new CompletenessModel.Line(before, words), answer));
        if (!taken) {
            refused.incrementAndGet();
        }
        return taken;
    }

    public String modelName() {
        return model.name();
    }

    public long refused() {
        return refused.get();
    }

    private void work() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                List<Waiting> batch = new ArrayList<>();
                batch.add(queue.take());
                queue.drainTo(batch, BATCH_AT_MOST - 1);
                run(batch);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run(List<Waiting> batch) {
        Completeness[] verdicts;
        try {
            verdicts = model.judge(batch.stream().map(Waiting::line).toList());
        } catch (RuntimeException e) {
            // The turn engine waits longer without a verdict; that is the declared way to go on.
            verdicts = new Completeness[batch.size()];
            java.util.Arrays.fill(verdicts, Completeness.UNKNOWN);
        }
        for (int i = 0; i < batch.size(); i++) {
            batch.get(i).answer().accept(verdicts[i]);
        }
    }

    @Override
    public void close() {
        thread.interrupt();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        model.close();
    }
}
