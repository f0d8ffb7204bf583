package parley.stt.fallback;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import parley.audio.pcm.PcmFrame;
import parley.audio.pcm.SampleRate;
import parley.stt.Recognition;
import parley.stt.RecognitionListener;
import parley.stt.Recognizer;
import parley.stt.RecognizerException;
import parley.stt.RecognizerStream;
import parley.stt.StreamSettings;

/**
 * Remembers what has no final result yet, and gives it again to the next engine when this one fails. The lock keeps the
 * order of what an engine is given; engines' calls do not block, so it is held for moments.
 */
final class FallbackStream implements RecognizerStream {
    /** More unfinished audio than this is not given again: the oldest goes. */
    private static final int MOST_REMEMBERED_SAMPLES = SampleRate.KHZ_16.samplesIn(60_000);

    private sealed interface Given {
        record Samples(PcmFrame frame) implements Given {}

        record Flush() implements Given {}
    }

    private final List<Recognizer> row;
    private final RecognitionListener listener;
    private final ReentrantLock lock = new ReentrantLock();
    private final Deque<Given> unfinished = new ArrayDeque<>();
    private StreamSettings settings;
    private int rememberedSamples;
    private int engine = -1;
    private @Nullable RecognizerStream stream;
    private boolean closed;

    FallbackStream(List<Recognizer> row, StreamSettings settings, RecognitionListener listener) {
        this.row = row;
        this.settings = settings;
        this.listener = listener;
        RecognizerException failure = moveOn(null);
        if (failure != null) {
            throw failure;
        }
    }

    /** Opens the next engine that can be opened and gives it what is unfinished; the last failure if there is none. */
    private @Nullable RecognizerException moveOn(@Nullable RecognizerException cause) {
        RecognizerException last = cause;
        lock.lock();
        try {
            if (stream != null) {
                stream.close();
                stream = null;
            }
            while (stream == null && ++engine < row.size()) {
                try {
                    stream = row.get(engine).open(settings, new Listening(engine));
                } catch (RecognizerException e) {
                    last = e;
                }
            }
            if (stream == null) {
                return last;
            }
            for (Given given : unfinished) {
                give(stream, given);
            }
        } finally {
            lock.unlock();
        }
        if (last != null) {
            listener.onEngineChanged(row.get(engine).info(), String.valueOf(last.getMessage()));
        }
        return null;
    }

    private static void give(RecognizerStream to, Given given) {
        switch (given) {
            case Given.Samples(PcmFrame frame) -> to.accept(frame);
            case Given.Flush ignored -> to.flush();
        }
    }

    @Override
    public void accept(PcmFrame frame) {
        lock.lock();
        try {
            if (closed) {
                return;
            }
            remember(new Given.Samples(frame), frame.length());
            if (stream != null) {
                stream.accept(frame);
            }
        } finally {
            lock.unlock();
        }
    }

    private void remember(Given given, int samples) {
        unfinished.addLast(given);
        rememberedSamples += samples;
        while (rememberedSamples > MOST_REMEMBERED_SAMPLES) {
            forgetOldest();
        }
    }

    private void forgetOldest() {
        if (unfinished.pollFirst() instanceof Given.Samples(PcmFrame frame)) {
            rememberedSamples -= frame.length();
        }
    }

    @Override
    public void flush() {
        lock.lock();
        try {
            if (closed) {
                return;
            }
            remember(new Given.Flush(), 0);
            if (stream != null) {
                stream.flush();
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void vocabulary(List<String> phrases) {
        lock.lock();
        try {
            settings = new StreamSettings(settings.name(), phrases, settings.partials());
            if (stream != null) {
                stream.vocabulary(phrases);
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            unfinished.clear();
            rememberedSamples = 0;
            if (stream != null) {
                stream.close();
            }
        } finally {
            lock.unlock();
        }
    }

    /** A final result settles the audio up to its end, and the flush behind that audio. */
    private void settle(Recognition recognition) {
        while (unfinished.peekFirst() instanceof Given.Samples(PcmFrame frame)
                && frame.end() <= recognition.endSample()) {
            forgetOldest();
        }
        if (unfinished.peekFirst() instanceof Given.Flush) {
            unfinished.removeFirst();
        }
    }

    /** Hears one engine, until another has taken its place. */
    private final class Listening implements RecognitionListener {
        private final int whose;

        Listening(int whose) {
            this.whose = whose;
        }

        @Override
        public void onResult(Recognition recognition) {
            lock.lock();
            try {
                if (closed || whose != engine) {
                    return;
                }
                if (recognition.isFinal()) {
                    settle(recognition);
                }
            } finally {
                lock.unlock();
            }
            listener.onResult(recognition);
        }

        @Override
        public void onFailure(RecognizerException failure) {
            boolean last;
            lock.lock();
            try {
                if (closed || whose != engine) {
                    return;
                }
                // Overload of the last resort passes; a failure of it is the stream's.
                last = engine == row.size() - 1;
            } finally {
                lock.unlock();
            }
            RecognizerException unsolved = last ? failure : moveOn(failure);
            if (unsolved != null) {
                listener.onFailure(unsolved);
            }
        }
    }
}
