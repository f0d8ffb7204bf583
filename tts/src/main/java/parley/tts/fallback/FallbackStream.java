package parley.tts.fallback;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import parley.tts.SpeechChunk;
import parley.tts.SpeechSettings;
import parley.tts.SpokenWord;
import parley.tts.SynthesisException;
import parley.tts.SynthesisListener;
import parley.tts.SynthesisStream;

/** One reply that passes from one synthesizer to the next when it must. */
final class FallbackStream implements SynthesisStream {
    private record Ending(long samples, int textEnd) {}

    private final List<FallbackSynthesizer.Link> order;
    private final SpeechSettings settings;
    private final SynthesisListener listener;
    private final BiConsumer<FallbackSynthesizer.Link, SynthesisException> failed;

    private final Object lock = new Object();
    private final StringBuilder text = new StringBuilder();
    private final List<Ending> endings = new ArrayList<>();
    private @Nullable SynthesisStream current;
    private int attempt = -1;
    private boolean ended;
    private boolean over;
    private long given;
    /** What earlier synthesizers have given of this reply. */
    private long beforeCurrent;

    private int saidUntil;

    FallbackStream(
            List<FallbackSynthesizer.Link> order,
            SpeechSettings settings,
            SynthesisListener listener,
            BiConsumer<FallbackSynthesizer.Link, SynthesisException> failed) {
        this.order = order;
        this.settings = settings;
        this.listener = listener;
        this.failed = failed;
        synchronized (lock) {
            next();
        }
    }

    @Override
    public void append(String delta) {
        synchronized (lock) {
            if (!over && !ended) {
                text.append(delta);
                running().append(delta);
            }
        }
    }

    @Override
    public void end() {
        synchronized (lock) {
            if (!over && !ended) {
                ended = true;
                running().end();
            }
        }
    }

    @Override
    public void hurry() {
        synchronized (lock) {
            if (!over) {
                running().hurry();
            }
        }
    }

    @Override
    public void played(long samples) {
        synchronized (lock) {
            if (!over) {
                running().played(Math.max(0, samples - beforeCurrent));
            }
        }
    }

    @Override
    public void cancel() {
        synchronized (lock) {
            over = true;
            if (current != null) {
                current.cancel();
            }
        }
    }

    private SynthesisStream running() {
        SynthesisStream stream = current;
        if (stream == null) {
            throw new IllegalStateException("no synthesizer has been opened");
        }
        return stream;
    }

    /** With the lock held: goes on with the next synthesizer, from the end of the last word that was said. */
    private void next() {
        attempt++;
        beforeCurrent = given;
        endings.clear();
        int from = saidUntil;
        SynthesisStream stream = order.get(attempt).synthesizer.open(settings, new Attempt(attempt, from));
        current = stream;
        if (from < text.length()) {
            stream.append(text.substring(from));
        }
        if (ended) {
            stream.end();
        }
    }

    private final class Attempt implements SynthesisListener {
        private final int number;
        private final int textOffset;

        Attempt(int number, int textOffset) {
            this.number = number;
            this.textOffset = textOffset;
        }

        private boolean isCurrent() {
            return !over && attempt == number;
        }

        @Override
        public void onChunk(SpeechChunk chunk) {
            SpeechChunk placed = chunk;
            synchronized (lock) {
                if (!isCurrent()) {
                    return;
                }
                if (textOffset > 0) {
                    placed = new SpeechChunk(
                            chunk.rate(),
                            chunk.samples(),
                            chunk.words().stream().map(this::moved).toList(),
                            chunk.pauseSamples());
                }
                for (SpokenWord word : placed.words()) {
                    endings.add(new Ending(given + word.endSample(), word.textEnd()));
                }
                given += chunk.length();
                while (!endings.isEmpty() && endings.getFirst().samples() <= given) {
                    saidUntil = Math.max(saidUntil, endings.removeFirst().textEnd());
                }
            }
            listener.onChunk(placed);
        }

        private SpokenWord moved(SpokenWord word) {
            return new SpokenWord(
                    word.text(),
                    word.startSample(),
                    word.endSample(),
                    word.estimated(),
                    word.textStart() + textOffset,
                    word.textEnd() + textOffset);
        }

        @Override
        public void onFinished() {
            synchronized (lock) {
                if (!isCurrent()) {
                    return;
                }
                over = true;
            }
            listener.onFinished();
        }

        @Override
        public void onFailure(SynthesisException failure) {
            synchronized (lock) {
                if (!isCurrent()) {
                    return;
                }
                failed.accept(order.get(number), failure);
                if (number + 1 < order.size()) {
                    next();
                    return;
                }
                over = true;
            }
            listener.onFailure(failure);
        }
    }
}
