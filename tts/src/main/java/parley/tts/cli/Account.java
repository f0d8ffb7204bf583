package parley.tts.cli;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import parley.tts.SpeechChunk;
import parley.tts.SpokenWord;
import parley.tts.SynthesisException;
import parley.tts.SynthesisListener;

/** Passes one text's speech on and remembers when it came and what was in it. */
final class Account implements SynthesisListener {
    private final SpeechOutput output;
    private final CountDownLatch over = new CountDownLatch(1);
    private final List<SpokenWord> words = new ArrayList<>();
    private long begunNanos;
    private long firstNanos;
    private long lastNanos;
    private long samples;
    private @Nullable Exception failure;

    Account(SpeechOutput output) {
        this.output = output;
    }

    void begun() {
        begunNanos = System.nanoTime();
    }

    /** Latency counts from the first text that there is to speak, not from when a slow writer began. */
    void read(String part) {
        if (samples == 0 && !part.isBlank() && words.isEmpty() && firstNanos == 0) {
            begunNanos = System.nanoTime();
        }
    }

    @Override
    public synchronized void onChunk(SpeechChunk chunk) {
        long now = System.nanoTime();
        firstNanos = firstNanos == 0 ? now : firstNanos;
        int at = Math.toIntExact(samples);
        chunk.words().forEach(word -> words.add(word.movedBy(at)));
        samples += chunk.length();
        try {
            output.write(chunk);
        } catch (IOException e) {
            end(e);
        }
        lastNanos = System.nanoTime();
    }

    @Override
    public synchronized void onFinished() {
        over.countDown();
    }

    @Override
    public synchronized void onFailure(SynthesisException problem) {
        end(problem);
    }

    private void end(Exception problem) {
        failure = failure == null ? problem : failure;
        over.countDown();
    }

    boolean isOver() {
        return over.getCount() == 0;
    }

    void await() throws InterruptedException, SynthesisException, IOException {
        over.await();
        synchronized (this) {
            switch (failure) {
                case SynthesisException e -> throw e;
                case IOException e -> throw e;
                case null, default -> {}
            }
        }
    }

    synchronized double firstAudioMillis() {
        return (firstNanos - begunNanos) / 1e6;
    }

    synchronized double workMillis() {
        return (lastNanos - begunNanos) / 1e6;
    }

    synchronized long samples() {
        return samples;
    }

    synchronized List<SpokenWord> words() {
        return List.copyOf(words);
    }
}
