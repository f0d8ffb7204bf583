package parley.tts.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import parley.tts.SpeechChunk;
import parley.tts.SpeechSettings;
import parley.tts.SpokenWord;
import parley.tts.SynthesisException;
import parley.tts.SynthesisListener;
import parley.tts.SynthesisStream;
import parley.tts.Synthesizer;

/** One reply, spoken whole: its chunks, when the first sound came, and its words on the reply's clock. */
final class Spoken implements SynthesisListener {
    /** -45 dB below full scale: softer is silence to a listener. */
    private static final double SILENT_RMS = 184;

    private static final long LONGEST_WAIT_SECONDS = 60;

    private final CountDownLatch over = new CountDownLatch(1);
    private final List<SpeechChunk> chunks = new ArrayList<>();
    private final List<SpokenWord> words = new ArrayList<>();
    private long begunNanos;
    private long soundNanos;
    private int samples;
    private @Nullable SynthesisException failure;

    /** Speaks a text and waits for its end. */
    static Spoken of(Synthesizer synthesizer, SpeechSettings settings, String text) throws SynthesisException {
        Spoken spoken = new Spoken();
        SynthesisStream stream = synthesizer.open(settings, spoken);
        spoken.begunNanos = System.nanoTime();
        stream.append(text);
        stream.end();
        spoken.await();
        return spoken;
    }

    private void await() throws SynthesisException {
        try {
            if (!over.await(LONGEST_WAIT_SECONDS, TimeUnit.SECONDS)) {
                throw new SynthesisException(SynthesisException.Kind.FAILED, "no end after a minute");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SynthesisException(SynthesisException.Kind.FAILED, "interrupted", e);
        }
        SynthesisException problem = failure;
        if (problem != null) {
            throw problem;
        }
    }

    @Override
    public void onChunk(SpeechChunk chunk) {
        if (soundNanos == 0 && silentSamples(chunk.samples(), chunk.rate().hz()) < chunk.length()) {
            soundNanos = System.nanoTime();
        }
        int at = samples;
        chunk.words().forEach(word -> words.add(word.movedBy(at)));
        chunks.add(chunk);
        samples += chunk.length();
    }

    @Override
    public void onFinished() {
        over.countDown();
    }

    @Override
    public void onFailure(SynthesisException problem) {
        failure = problem;
        over.countDown();
    }

    double firstAudioMillis() {
        return (soundNanos - begunNanos) / 1e6;
    }

    List<SpeechChunk> chunks() {
        return chunks;
    }

    List<SpokenWord> words() {
        return words;
    }

    int length() {
        return samples;
    }

    short[] all() {
        short[] all = new short[samples];
        int at = 0;
        for (SpeechChunk chunk : chunks) {
            System.arraycopy(chunk.samples(), 0, all, at, chunk.length());
            at += chunk.length();
        }
        return all;
    }

    /** How many samples pass before the first that can be heard. */
    static int silentSamples(short[] samples, int rateHz) {
        int block = rateHz / 400;
        for (int from = 0; from + block <= samples.length; from += block) {
            double energy = 0;
            for (int i = from; i < from + block; i++) {
                energy += (double) samples[i] * samples[i];
            }
            if (energy > SILENT_RMS * SILENT_RMS * block) {
                return from;
            }
        }
        return samples.length;
    }
}
