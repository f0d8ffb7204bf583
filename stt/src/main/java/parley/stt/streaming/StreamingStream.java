package parley.stt.streaming;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import parley.audio.pcm.PcmFrame;
import parley.audio.pcm.SampleRate;
import parley.inference.Batcher;
import parley.inference.ModelState;
import parley.inference.Outputs;
import parley.inference.Request;
import parley.inference.Tensor;
import parley.stt.RecognitionListener;
import parley.stt.RecognizerException;
import parley.stt.RecognizerStream;
import parley.stt.StreamSettings;
import parley.stt.features.LogMel;

/**
 * One participant: samples become features on the caller's thread; chunks go to the batcher one after another; what
 * comes back is decoded on the inference thread, which then submits the next chunk. The lock is held for a few
 * instructions only, never while the network or the decoder runs.
 */
final class StreamingStream implements RecognizerStream {
    /** Silence longer than this says nothing more to the network. */
    private static final int LONGEST_FILLED_GAP = SampleRate.KHZ_16.samplesIn(480);

    private static final short[] SILENCE = new short[LONGEST_FILLED_GAP];

    /** A request to the network, and what is to happen after it. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Chunk(float[] features, boolean flush, long endPosition) {}

    private final Batcher batcher;
    private final AcousticContract contract;
    private final StreamingSettings settings;
    private final CompletableFuture<? extends StreamingRecognizer.DecoderFactory> decoders;
    private final RecognitionListener listener;
    private final ModelState state;
    private final UtteranceReports reports;

    // The caller's side.
    private final LogMel mel;
    private float[] window;
    private int windowFrames;
    private final float[] frames;
    private long fed;
    private long nextPosition = -1;
    private boolean overloaded;

    // Shared, under the lock.
    private final ReentrantLock lock = new ReentrantLock();
    private final Deque<Chunk> waiting = new ArrayDeque<>();
    private final FrameClock clock = new FrameClock();
    private boolean inFlight;
    private boolean closed;
    private @Nullable List<String> newVocabulary;

    StreamingStream(
            ModelState state,
            Batcher batcher,
            AcousticContract contract,
            StreamingSettings settings,
            String language,
            CompletableFuture<? extends StreamingRecognizer.DecoderFactory> decoders,
            StreamSettings stream,
            RecognitionListener listener) {
        this.state = state;
        this.batcher = batcher;
        this.contract = contract;
        this.settings = settings;
        this.decoders = decoders;
        this.listener = listener;
        this.newVocabulary = stream.vocabulary();
        this.mel = new LogMel(contract.features());
        this.window = new float[contract.window() * mel.bins()];
        this.frames = new float
                [mel.framesAfter(LONGEST_FILLED_GAP + contract.features().window()) * mel.bins()];
        this.reports = new UtteranceReports(contract, settings, stream.partials(), language, this::position, listener);
        decoders.whenComplete((factory, failure) -> pump());
    }

    private long position(long fedSample) {
        lock.lock();
        try {
            return clock.position(fedSample);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void accept(PcmFrame frame) {
        if (frame.rate().hz() != contract.features().sampleRateHz()) {
            throw new IllegalArgumentException("wants 16 kHz, got " + frame.rate());
        }
        if (nextPosition < 0) {
            anchor(frame.position());
        } else if (frame.position() != nextPosition) {
            long gap = frame.position() - nextPosition;
            if (gap > 0) {
                feed(SILENCE, (int) Math.min(gap, LONGEST_FILLED_GAP), false);
            }
            anchor(frame.position());
        }
        nextPosition = frame.end();
        short[] samples = frame.samples();
        for (int at = 0; at < samples.length; at += LONGEST_FILLED_GAP) {
            int count = Math.min(LONGEST_FILLED_GAP, samples.length - at);
            feed(at == 0 ? samples : Arrays.copyOfRange(samples, at, at + count), count, false);
        }
    }

    private void anchor(long position) {
        lock.lock();
        try {
            clock.anchor(fed, position);
        } finally {
            lock.unlock();
        }
    }

    private void feed(short[] samples, int count, boolean flushing) {
        int made = mel.accept(samples, 0, count, frames, 0);
        fed += count;
        int bins = mel.bins();
        for (int i = 0; i < made; i++) {
            System.arraycopy(frames, i * bins, window, windowFrames * bins, bins);
            windowFrames++;
            if (windowFrames == contract.window()) {
                sendWindow(flushing && i + contract.shift() > made - 1);
            }
        }
    }

    private void sendWindow(boolean flush) {
        float[] full = window;
        int bins = mel.bins();
        int kept = contract.window() - contract.shift();
        window = new float[full.length];
        System.arraycopy(full, contract.shift() * bins, window, 0, kept * bins);
        windowFrames = kept;
        enqueue(new Chunk(full, flush, Math.max(0, nextPosition)));
    }

    @Override
    public void flush() {
        if (nextPosition < 0) {
            anchor(0);
            nextPosition = 0;
        }
        // Silence until the look-ahead is over and the last request is exactly full.
        int total = contract.lookAheadSamples();
        while (!fillsWindows(total)) {
            total += contract.features().hop();
        }
        while (total > LONGEST_FILLED_GAP) {
            feed(SILENCE, LONGEST_FILLED_GAP, false);
            total -= LONGEST_FILLED_GAP;
        }
        feed(SILENCE, total, true);
        anchor(nextPosition);
    }

    private boolean fillsWindows(int samples) {
        int beyond = windowFrames + mel.framesAfter(samples) - contract.window();
        return beyond >= 0 && beyond % contract.shift() == 0;
    }

    private void enqueue(Chunk chunk) {
        boolean refused;
        lock.lock();
        try {
            if (closed) {
                return;
            }
            refused = waitingMillis() >= settings.waitingMillis() && !chunk.flush() && decoders.isDone();
            if (!refused) {
                waiting.addLast(chunk);
            }
        } finally {
            lock.unlock();
        }
        if (refused && !overloaded) {
            listener.onFailure(new RecognizerException(
                    RecognizerException.Reason.OVERLOADED,
                    settings.waitingMillis() + " ms of sound wait for the network"));
        }
        overloaded = refused;
        pump();
    }

    private long waitingMillis() {
        return 1_000L * waiting.size() * contract.shift() * contract.features().hop() / SampleRate.KHZ_16.hz();
    }

    /** Submits the next chunk when none is under way. Any thread. */
    private void pump() {
        Chunk next;
        boolean urgent = false;
        lock.lock();
        try {
            if (inFlight || closed || waiting.isEmpty() || !decoders.isDone()) {
                return;
            }
            inFlight = true;
            next = waiting.removeFirst();
            for (Chunk later : waiting) {
                urgent |= later.flush();
            }
        } finally {
            lock.unlock();
        }
        int[] shape = {1, contract.window(), mel.bins()};
        Request request = Request.of(state, Map.of(contract.input(), new Tensor.Floats(shape, next.features())));
        try {
            batcher.submit(urgent || next.flush() ? request.asUrgent() : request)
                    .whenComplete((outputs, failure) -> finished(next, outputs, failure));
        } catch (RuntimeException e) {
            finished(next, null, e);
        }
    }

    private void finished(Chunk chunk, @Nullable Outputs outputs, @Nullable Throwable failure) {
        try {
            if (failure != null || outputs == null) {
                fail(failure);
            } else {
                decode(chunk, outputs);
            }
        } catch (RuntimeException e) {
            fail(e);
        } finally {
            lock.lock();
            try {
                inFlight = false;
            } finally {
                lock.unlock();
            }
        }
        pump();
    }

    private void fail(@Nullable Throwable failure) {
        lock.lock();
        try {
            if (closed) {
                return;
            }
        } finally {
            lock.unlock();
        }
        listener.onFailure(
                failure instanceof RecognizerException known
                        ? known
                        : new RecognizerException(
                                RecognizerException.Reason.FAILED,
                                "recognition failed: " + (failure == null ? "no output" : failure.getMessage()),
                                failure == null ? new IllegalStateException("no output") : failure));
    }

    private void decode(Chunk chunk, Outputs outputs) {
        List<String> vocabulary;
        lock.lock();
        try {
            if (closed) {
                return;
            }
            vocabulary = newVocabulary;
            if (vocabulary != null && !reports.insideUtterance()) {
                newVocabulary = null;
            } else {
                vocabulary = null;
            }
        } finally {
            lock.unlock();
        }
        if (vocabulary != null) {
            reports.use(decoders.join().apply(vocabulary));
        }
        reports.take(outputs.floats(contract.output()), chunk.flush(), chunk.endPosition());
    }

    @Override
    public void vocabulary(List<String> phrases) {
        lock.lock();
        try {
            newVocabulary = List.copyOf(phrases);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            waiting.clear();
        } finally {
            lock.unlock();
        }
    }
}
