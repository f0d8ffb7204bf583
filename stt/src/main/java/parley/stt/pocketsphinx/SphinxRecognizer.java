package parley.stt.pocketsphinx;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.ReentrantLock;
import parley.stt.RecognitionListener;
import parley.stt.Recognizer;
import parley.stt.RecognizerException;
import parley.stt.RecognizerInfo;
import parley.stt.RecognizerStream;
import parley.stt.StreamSettings;
import parley.stt.Word;
import parley.stt.blocking.BlockingDecoder;
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
        lock.lock();
        try {
            if (closed || open >= mostStreams) {
                throw new RecognizerException(
                        RecognizerException.Reason.OVERLOADED,
                        closed ? "PocketSphinx was closed" : mostStreams + " PocketSphinx decoders are in use");
            }
            open++;
        } finally {
            lock.unlock();
        }
        Lent decoder = new Lent();
        return new BlockingStream(decoder, decoder::giveBack, threads, settings.partials(), INFO.language(), listener);
    }

    private SphinxDecoder take() {
        SphinxDecoder ready;
        lock.lock();
        try {
            ready = idle.pollFirst();
        } finally {
            lock.unlock();
        }
        return ready == null ? new SphinxDecoder(library, model) : ready;
    }

    private void giveBack(Optional<SphinxDecoder> decoder) {
        boolean keep;
        lock.lock();
        try {
            open--;
            keep = !closed;
            if (keep) {
                decoder.ifPresent(idle::addFirst);
            }
        } finally {
            lock.unlock();
        }
        if (!keep) {
            decoder.ifPresent(SphinxDecoder::close);
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

    /**
     * A decoder that outlives its stream, because loading the model takes a second; for the same reason it is taken
     * when the first sound comes, on a thread of ours.
     */
    private final class Lent implements BlockingDecoder {
        private Optional<SphinxDecoder> taken = Optional.empty();

        private SphinxDecoder decoder() {
            if (taken.isEmpty()) {
                taken = Optional.of(take());
            }
            return taken.get();
        }

        @Override
        public void begin(long position) {
            decoder().begin(position);
        }

        @Override
        public void accept(short[] samples, int length) {
            decoder().accept(samples, length);
        }

        @Override
        public List<Word> partial() {
            return decoder().partial();
        }

        @Override
        public List<Word> finish() {
            return decoder().finish();
        }

        @Override
        public void close() {
            taken.ifPresent(SphinxDecoder::abandon);
        }

        void giveBack() {
            SphinxRecognizer.this.giveBack(taken);
        }
    }
}
