package parley.tts.pipeline;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** The bounded pool of threads on which all voices of a process work. */
public final class SpeechWorkers implements AutoCloseable {
    private static final int LONGEST_QUEUE = 4_096;

    private final ThreadPoolExecutor threads;

    public SpeechWorkers(int count) {
        this(count, Thread.ofPlatform().daemon().name("speech-", 1).factory());
    }

    private SpeechWorkers(int count, ThreadFactory factory) {
        threads = new ThreadPoolExecutor(
                count, count, 0, TimeUnit.SECONDS, new ArrayBlockingQueue<>(LONGEST_QUEUE), factory);
    }

    /** For voices that wait for somebody else rather than compute. */
    public static SpeechWorkers forWaiting(int most) {
        return new SpeechWorkers(
                most, Thread.ofVirtual().name("speech-call-", 1).factory());
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
