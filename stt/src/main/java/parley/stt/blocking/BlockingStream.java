package parley.stt.blocking;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.ReentrantLock;
import parley.audio.pcm.PcmFrame;
import parley.audio.pcm.SampleRate;
import parley.stt.Recognition;
import parley.stt.RecognitionListener;
import parley.stt.RecognizerException;
import parley.stt.RecognizerStream;
import parley.stt.Word;

/**
 * A stream before a blocking decoder: frames wait in a bounded queue, one task at a time empties it on the shared pool.
 * When more than the queue holds has come, the engine counts as overloaded and the oldest audio goes.
 */
public final class BlockingStream implements RecognizerStream {
    private static final int MOST_WAITING_SAMPLES = SampleRate.KHZ_16.samplesIn(30_000);
    private static final int PARTIAL_EVERY_SAMPLES = SampleRate.KHZ_16.samplesIn(200);
    private static final int LONGEST_GAP = SampleRate.KHZ_16.samplesIn(500);

    private sealed interface Task {
        record Samples(PcmFrame frame) implements Task {}

        record Flush() implements Task {}
    }

    private final BlockingDecoder decoder;
    private final Runnable release;
    private final Executor executor;
    private final boolean partials;
    private final String language;
    private final RecognitionListener listener;

    private final ReentrantLock lock = new ReentrantLock();
    private final Deque<Task> waiting = new ArrayDeque<>();
    private int waitingSamples;
    private boolean running;
    private boolean closed;
    private boolean overloaded;

    // The task's side; others look only under the lock, and while no task is running.
    private boolean inUtterance;
    private long position;
    private int sincePartial;
    private List<Word> told = List.of();

    /** @param release is run once when the stream is over, after the last call to the decoder */
    public BlockingStream(
            BlockingDecoder decoder,
            Runnable release,
            Executor executor,
            boolean partials,
            String language,
            RecognitionListener listener) {
        this.decoder = decoder;
        this.release = release;
        this.executor = executor;
        this.partials = partials;
        this.language = language;
        this.listener = listener;
    }

    @Override
    public void accept(PcmFrame frame) {
        boolean newlyOverloaded = false;
        lock.lock();
        try {
            if (closed) {
                return;
            }
            waiting.addLast(new Task.Samples(frame));
            waitingSamples += frame.length();
            while (waitingSamples > MOST_WAITING_SAMPLES && waiting.peekFirst() instanceof Task.Samples oldest) {
                waiting.removeFirst();
                waitingSamples -= oldest.frame().length();
                newlyOverloaded |= !overloaded;
                overloaded = true;
            }
        } finally {
            lock.unlock();
        }
        if (newlyOverloaded) {
            listener.onFailure(new RecognizerException(
                    RecognizerException.Reason.OVERLOADED, "the engine is more than 30 s behind"));
        }
        schedule();
    }

    @Override
    public void flush() {
        lock.lock();
        try {
            if (closed) {
                return;
            }
            waiting.addLast(new Task.Flush());
        } finally {
            lock.unlock();
        }
        schedule();
    }

    /** These engines' vocabularies are fixed. */
    @Override
    public void vocabulary(List<String> phrases) {}

    private void schedule() {
        lock.lock();
        try {
            if (running || (waiting.isEmpty() && !closed)) {
                return;
            }
            running = true;
        } finally {
            lock.unlock();
        }
        executor.execute(this::work);
    }

    private void work() {
        while (true) {
            Task task;
            lock.lock();
            try {
                if (closed) {
                    break;
                }
                task = waiting.pollFirst();
                if (task == null) {
                    running = false;
                    overloaded = false;
                    return;
                }
                if (task instanceof Task.Samples samples) {
                    waitingSamples -= samples.frame().length();
                }
            } finally {
                lock.unlock();
            }
            try {
                perform(task);
            } catch (RuntimeException e) {
                listener.onFailure(
                        e instanceof RecognizerException known
                                ? known
                                : new RecognizerException(
                                        RecognizerException.Reason.FAILED, "the engine failed: " + e.getMessage(), e));
            }
        }
        end();
    }

    private void end() {
        decoder.close();
        release.run();
    }

    private void perform(Task task) {
        switch (task) {
            case Task.Samples(PcmFrame frame) -> take(frame);
            case Task.Flush ignored -> {
                List<Word> words = inUtterance ? decoder.finish() : List.of();
                inUtterance = false;
                told = List.of();
                listener.onResult(recognition(true, words));
            }
        }
    }

    private void take(PcmFrame frame) {
        if (!inUtterance) {
            decoder.begin(frame.position());
            inUtterance = true;
        } else if (frame.position() > position) {
            int gap = (int) Math.min(LONGEST_GAP, frame.position() - position);
            decoder.accept(new short[gap], gap);
        }
        decoder.accept(frame.samples(), frame.length());
        position = frame.end();
        sincePartial += frame.length();
        if (partials && sincePartial >= PARTIAL_EVERY_SAMPLES) {
            sincePartial = 0;
            List<Word> words = decoder.partial();
            if (!words.equals(told)) {
                told = words;
                listener.onResult(recognition(false, words));
            }
        }
    }

    private Recognition recognition(boolean isFinal, List<Word> words) {
        StringBuilder text = new StringBuilder();
        double confidence = 0;
        for (Word word : words) {
            text.append(text.isEmpty() ? "" : " ").append(word.text());
            confidence += word.confidence();
        }
        return new Recognition(
                isFinal,
                text.toString(),
                words,
                words.isEmpty() ? position : words.getFirst().startSample(),
                Math.max(position, words.isEmpty() ? 0 : words.getLast().endSample()),
                words.isEmpty() ? 0 : confidence / words.size(),
                language);
    }

    /** A stream with nothing to break off is over at once, so that the next one finds its decoder free. */
    @Override
    public void close() {
        boolean idle;
        lock.lock();
        try {
            if (closed) {
                return;
            }
            closed = true;
            waiting.clear();
            idle = !running && !inUtterance;
            running |= idle;
        } finally {
            lock.unlock();
        }
        if (idle) {
            end();
        } else {
            schedule();
        }
    }

    /** For a decoder that gives times relative to its utterance: the word, clipped to sensible bounds. */
    public static Word word(String text, long startSample, long endSample, double confidence, boolean stable) {
        return new Word(text, startSample, Math.max(startSample, endSample), Math.clamp(confidence, 0, 1), stable);
    }
}
