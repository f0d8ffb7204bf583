package parley.inference;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One thread that takes whatever waits, from all meetings, as one batch. It never waits for a batch to fill: a batch is what
 * came while the one before was computed. For small models that are asked all the time; what should share the pool and its
 * windows goes through a {@link Batcher}. {@link #submit} may be called by any thread and never blocks.
 */
public final class TogetherWorker<Q, A> implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(TogetherWorker.class);

    private record Waiting<Q, A>(Q question, Consumer<A> answer) {}

    private final int batchAtMost;
    private final Function<List<Q>, List<A>> model;
    private final Function<Q, Object> stream;
    private final A failed;
    private final BlockingQueue<Waiting<Q, A>> queue;
    private final AtomicLong refused = new AtomicLong();
    private final AtomicLong failures = new AtomicLong();
    private final Thread thread;

    /**
     * @param stream questions of one stream (the very same object) never come in one batch, and are answered in order
     * @param failed the answer where the model throws
     */
    public TogetherWorker(
            String name,
            int waitingAtMost,
            int batchAtMost,
            Function<List<Q>, List<A>> model,
            Function<Q, Object> stream,
            A failed) {
        this.batchAtMost = batchAtMost;
        this.model = model;
        this.stream = stream;
        this.failed = failed;
        this.queue = new ArrayBlockingQueue<>(waitingAtMost);
        this.thread = Thread.ofPlatform().name(name).daemon().start(this::work);
    }

    /** @return false where too much waits already: no answer will come */
    public boolean submit(Q question, Consumer<A> answer) {
        boolean taken = queue.offer(new Waiting<>(question, answer));
        if (!taken) {
            refused.incrementAndGet();
        }
        return taken;
    }

    public long refused() {
        return refused.get();
    }

    public long failures() {
        return failures.get();
    }

    private void work() {
        List<Waiting<Q, A>> pending = new ArrayList<>();
        try {
            while (!Thread.currentThread().isInterrupted()) {
                if (pending.isEmpty()) {
                    pending.add(queue.take());
                }
                queue.drainTo(pending, batchAtMost);
                run(nextBatch(pending));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private List<Waiting<Q, A>> nextBatch(List<Waiting<Q, A>> pending) {
        Set<Object> streams = Collections.newSetFromMap(new IdentityHashMap<>());
        List<Waiting<Q, A>> batch = new ArrayList<>();
        for (Iterator<Waiting<Q, A>> i = pending.iterator(); i.hasNext() && batch.size() < batchAtMost; ) {
            Waiting<Q, A> waiting = i.next();
            if (streams.add(stream.apply(waiting.question()))) {
                batch.add(waiting);
                i.remove();
            }
        }
        return batch;
    }

    private void run(List<Waiting<Q, A>> batch) {
        List<A> answers;
        try {
            answers = model.apply(batch.stream().map(Waiting::question).toList());
        } catch (RuntimeException e) {
            failures.incrementAndGet();
            answers = Collections.nCopies(batch.size(), failed);
        }
        for (int i = 0; i < batch.size(); i++) {
            try {
                batch.get(i).answer().accept(answers.get(i));
            } catch (RuntimeException e) { // whoever asked may be gone; the thread serves all others too
                LOG.error("an answer could not be given", e);
            }
        }
    }

    /** What waits is not answered any more. */
    @Override
    public void close() {
        thread.interrupt();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
