package parley.conversation.driver;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.AtomicLong;
import parley.turns.voice.VoiceChunk;
import parley.turns.voice.VoiceModel;

/**
 * One thread that takes whatever waits, from all meetings, as one batch. It never waits for a batch to fill: a batch is what
 * came while the one before was computed.
 */
public final class BatchingVoiceScorer implements VoiceScorer, AutoCloseable {
    private static final int WAITING_AT_MOST = 2048;
    private static final int BATCH_AT_MOST = 64;

    @SuppressWarnings("ArrayRecordComponent") // the state is a borrowed array; identity is what it is known by
    private record Waiting(VoiceChunk chunk, float[] state, Answer answer) {}

    private final VoiceModel model;
    private final BlockingQueue<Waiting> queue = new ArrayBlockingQueue<>(WAITING_AT_MOST);
    private final AtomicLong refused = new AtomicLong();
    private final AtomicLong failures = new AtomicLong();
    private final Thread thread;

    /** The model is closed with the scorer. */
    public BatchingVoiceScorer(VoiceModel model) {
        this.model = model;
        this.thread = Thread.ofPlatform().name("voice-scorer").daemon().start(this::work);
    }

    @Override
    public boolean score(VoiceChunk chunk, float[] state, Answer answer) {
        boolean taken = queue.offer(new Waiting(chunk, state, answer));
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

    public long failures() {
        return failures.get();
    }

    private void work() {
        List<Waiting> pending = new ArrayList<>();
        try {
            while (!Thread.currentThread().isInterrupted()) {
                if (pending.isEmpty()) {
                    pending.add(queue.take());
                }
                queue.drainTo(pending, WAITING_AT_MOST);
                run(nextBatch(pending));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** At most one chunk of a stream: its next one needs the state that this one leaves. */
    private static List<Waiting> nextBatch(List<Waiting> pending) {
        Set<float[]> streams = Collections.newSetFromMap(new IdentityHashMap<>());
        List<Waiting> batch = new ArrayList<>();
        for (Iterator<Waiting> i = pending.iterator(); i.hasNext() && batch.size() < BATCH_AT_MOST; ) {
            Waiting waiting = i.next();
            if (streams.add(waiting.state())) {
                batch.add(waiting);
                i.remove();
            }
        }
        return batch;
    }

    private void run(List<Waiting> batch) {
        float[] probabilities;
        try {
            probabilities = model.probabilities(
                    batch.stream().map(Waiting::chunk).toList(),
                    batch.stream().map(Waiting::state).toList());
        } catch (RuntimeException e) {
            failures.incrementAndGet();
            for (Waiting waiting : batch) {
                waiting.answer().probability(Float.NaN);
            }
            return;
        }
        for (int i = 0; i < batch.size(); i++) {
            batch.get(i).answer().probability(probabilities[i]);
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
