package parley.stt.pocketsphinx;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.ReentrantLock;
import parley.stt.RecognitionListener;
import parley.stt.Recognizer;
import parley.stt.RecognizerException;
import parley.stt.RecognizerInfo;
import parley.stt.RecognizerStream;
import parley.stt.StreamSettings;
import parley.stt.blocking.BlockingStream;

/**
 * PocketSphinx with Debian's English model. A decoder takes about 100 MB and a fifth of a core while somebody speaks,
 * so there are only so many; a stream more is refused as overload, and the fallback chain takes the next engine.
 */
public final class SphinxRecognizer implements Recognizer {
    public static final RecognizerInfo INFO = new RecognizerInfo(
            "pocketsphinx",
            "en-us",
            "en",
            RecognizerInfo.Hears.PEOPLE,
            "PocketSphinx: has heard people, but is old; for better run ./parley models pull vosk-small-en");

    private final SphinxLibrary library;
    private final SphinxModel model;
    private final int mostStreams;
    private final ExecutorService threads;
    private final ReentrantLock lock = new ReentrantLock();
    private final Deque<SphinxDecoder> idle = new ArrayDeque<>();
    private int open;
    private boolean closed;

    private SphinxRecognizer(SphinxLibrary library, SphinxModel model, int mostStreams) {
        this.library = library;
        this.model = model;
        this.mostStreams = mostStreams;
        this.threads = Executors.newFixedThreadPool(
                Math.max(1, Runtime.getRuntime().availableProcessors()),
                Thread.ofPlatform().daemon().name("pocketsphinx-", 0).factory());
    }

    /** Fails with a {@link RecognizerException} that names what to install. */
    public static SphinxRecognizer open(int mostStreams) {
        SphinxLibrary library = SphinxLibrary.load();
        SphinxModel model = SphinxModel.installed()
                .orElseThrow(() -> new RecognizerException(
                        RecognizerException.Reason.MODEL_MISSING,
                        "no PocketSphinx model; install it with: apt-get install pocketsphinx-en-us"));
        return new SphinxRecognizer(library, model, mostStreams);
    }

    /** Whether library and model are there, without loading either into memory. */
    public static boolean isInstalled() {
        if (SphinxModel.installed().isEmpty()) {
            return false;
        }
        try {
            SphinxLibrary.load();
            return true;
        } catch (RecognizerException e) {
            return false;
        }
    }

    @Override
    public RecognizerInfo info() {
        return INFO;
    }

    @Override
    public RecognizerStream open(StreamSettings settings, RecognitionListener listener) {
        SphinxDecoder decoder;
        lock.lock();
        try {
            if (closed || open >= mostStreams) {
                throw new RecognizerException(
                        RecognizerException.Reason.OVERLOADED,
                        closed ? "PocketSphinx was closed" : mostStreams + " PocketSphinx decoders are in use");
            }
            open++;
            decoder = idle.pollFirst();
        } finally {
            lock.unlock();
        }
        try {
            SphinxDecoder ready = decoder == null ? new SphinxDecoder(library, model) : decoder;
            return new BlockingStream(
                    new Lent(ready), () -> giveBack(ready), threads, settings.partials(), INFO.language(), listener);
        } catch (RecognizerException e) {
            lock.lock();
            try {
                open--;
            } finally {
                lock.unlock();
            }
            throw e;
        }
    }

    private void giveBack(SphinxDecoder decoder) {
        boolean keep;
        lock.lock();
        try {
            open--;
            keep = !closed;
            if (keep) {
                idle.addFirst(decoder);
            }
        } finally {
            lock.unlock();
        }
        if (!keep) {
            decoder.close();
        }
    }

    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            idle.forEach(SphinxDecoder::close);
            idle.clear();
        } finally {
            lock.unlock();
        }
        threads.shutdown();
    }

    /** A decoder that outlives its stream: loading the model again would take a second. */
    private record Lent(SphinxDecoder decoder) implements parley.stt.blocking.BlockingDecoder {
        @Override
        public void begin(long position) {
            decoder.begin(position);
        }

        @Override
        public void accept(short[] samples, int length) {
            decoder.accept(samples, length);
        }

        @Override
        public java.util.List<parley.stt.Word> partial() {
            return decoder.partial();
        }

        @Override
        public java.util.List<parley.stt.Word> finish() {
            return decoder.finish();
        }

        @Override
        public void close() {
            decoder.abandon();
        }
    }
}
