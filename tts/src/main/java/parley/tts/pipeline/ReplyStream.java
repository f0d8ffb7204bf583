package parley.tts.pipeline;

import java.util.ArrayDeque;
import java.util.Deque;
import parley.tts.SpeechChunk;
import parley.tts.SpeechSettings;
import parley.tts.SynthesisException;
import parley.tts.SynthesisListener;
import parley.tts.SynthesisStream;
import parley.tts.text.Piece;
import parley.tts.text.Segmenter;

/**
 * One reply. Text is cut on the caller's thread, which is cheap; pieces are spoken on a worker, one at a time, and
 * between two pieces the worker goes to whoever waits longest.
 */
final class ReplyStream implements SynthesisStream {
    /** Three hours of speech. */
    private static final int MOST_WAITING_CHARS = 200_000;

    private final UtteranceSpeaker speaker;
    private final SpeechWorkers workers;
    private final SynthesisListener listener;
    private final long aheadSamples;

    private final Object lock = new Object();
    private final Segmenter segmenter = new Segmenter();
    private final Deque<Piece> pieces = new ArrayDeque<>();
    private int waitingChars;
    private boolean working;
    private boolean ended;
    private boolean spoke;
    private boolean unspeakable;
    private long played;
    private long produced;
    private volatile boolean over;

    ReplyStream(UtteranceSpeaker speaker, SpeechWorkers workers, SpeechSettings settings, SynthesisListener listener) {
        this.speaker = speaker;
        this.workers = workers;
        this.listener = listener;
        aheadSamples = settings.aheadMillis() == 0
                ? Long.MAX_VALUE
                : settings.outputRate().samplesIn(settings.aheadMillis());
    }

    @Override
    public void append(String delta) {
        synchronized (lock) {
            if (ended || over) {
                return;
            }
            segmenter.append(delta).forEach(this::queue);
            go();
        }
    }

    @Override
    public void end() {
        synchronized (lock) {
            if (ended || over) {
                return;
            }
            ended = true;
            segmenter.end().forEach(this::queue);
            go();
        }
    }

    @Override
    public void hurry() {
        synchronized (lock) {
            if (!ended && !over && pieces.isEmpty() && !working) {
                segmenter.hurry().forEach(this::queue);
                go();
            }
        }
    }

    @Override
    public void played(long samples) {
        synchronized (lock) {
            played = Math.max(played, samples);
            go();
        }
    }

    @Override
    public void cancel() {
        synchronized (lock) {
            over = true;
            pieces.clear();
            waitingChars = 0;
        }
    }

    private void queue(Piece piece) {
        pieces.add(piece);
        waitingChars += piece.text().length();
    }

    /** With the lock held: has a worker come if there is something to do and none is here. */
    private void go() {
        boolean something = !pieces.isEmpty() || ended;
        if (over || working || !something || produced - played >= aheadSamples) {
            return;
        }
        working = true;
        boolean overloaded = waitingChars > MOST_WAITING_CHARS;
        if (!workers.offer(overloaded ? this::refuse : this::work)) {
            // Nobody is left to tell the listener from a thread of its own: it hears of it on this one.
            refuse();
        }
    }

    private void refuse() {
        fail(new SynthesisException(
                SynthesisException.Kind.OVERLOADED, "more text is waiting to be spoken than the limits allow"));
    }

    private void work() {
        Piece piece;
        synchronized (lock) {
            piece = pieces.poll();
            if (piece != null) {
                waitingChars -= piece.text().length();
            }
        }
        if (over) {
            return;
        }
        if (piece == null) {
            finish();
            return;
        }
        try {
            speak(piece);
        } catch (RuntimeException e) {
            fail(new SynthesisException(SynthesisException.Kind.FAILED, "speaking broke down: " + e, e));
            return;
        }
        synchronized (lock) {
            working = false;
            go();
        }
    }

    private void speak(Piece piece) {
        try {
            spoke |= speaker.speak(piece, this::give) > 0;
        } catch (SynthesisException e) {
            if (e.kind() == SynthesisException.Kind.UNSPEAKABLE) {
                // The rest of the reply may well be in a script that the voice knows.
                unspeakable = true;
            } else {
                fail(e);
            }
        }
    }

    private boolean give(SpeechChunk chunk) {
        if (over) {
            return false;
        }
        listener.onChunk(chunk);
        synchronized (lock) {
            produced += chunk.length();
        }
        return !over;
    }

    private void finish() {
        if (!spoke && unspeakable) {
            fail(new SynthesisException(
                    SynthesisException.Kind.UNSPEAKABLE, "the voice knows no way to say any of this text"));
            return;
        }
        over = true;
        listener.onFinished();
    }

    private void fail(SynthesisException failure) {
        if (!over) {
            cancel();
            listener.onFailure(failure);
        }
    }
}
