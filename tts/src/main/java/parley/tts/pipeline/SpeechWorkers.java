package parley.tts.pipeline;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** The bounded pool of platform threads on which all voices of a process work. */
public final class SpeechWorkers implements AutoCloseable {
    private static final int LONGEST_QUEUE = 4_096;

    private final ThreadPoolExecutor threads;

    public SpeechWorkers(int count) {
        AtomicInteger number = new AtomicInteger();
        threads = new ThreadPoolExecutor(
                count, count, 0, TimeUnit.SECONDS, new ArrayBlockingQueue<>(LONGEST_QUEUE), task -> {
                    Thread thread = new Thread(task, "speech-" + number.incrementAndGet());
                    thread.setDaemon(true);
                    return thread;
                });
    }

    /** As many as there are processors, but at most four: speech is made many times faster than it is heard. */
    public static SpeechWorkers forThisMachine() {
        return new SpeechWorkers(Math.clamp(Runtime.getRuntime().availableProcessors(), 1, 4));
    }

    public int threads() {
        return threads.getCorePoolSize();
    }

    /** Tasks that wait for a thread. */
    public int waiting() {
        return threads.getQueue().size();
    }

    /** False when so much is waiting that the task was refused. */
    boolean offer(Runnable task) {
        try {
            threads.execute(task);
            return true;
        } catch (RejectedExecutionException e) {
            return false;
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
