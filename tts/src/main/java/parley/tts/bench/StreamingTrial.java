package parley.tts.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import parley.audio.pcm.SampleRate;
import parley.tts.SpeechChunk;
import parley.tts.SpeechSettings;
import parley.tts.SynthesisException;
import parley.tts.SynthesisListener;
import parley.tts.SynthesisStream;
import parley.tts.Synthesizer;
import parley.tts.playout.PlayoutEvent;
import parley.tts.playout.PlayoutFrame;
import parley.tts.playout.PlayoutLine;
import parley.tts.playout.PlayoutSettings;

/** Replies that a brain writes at ten tokens a second, all at once and in real time: does the sound ever break? */
final class StreamingTrial implements SynthesisListener {
    private static final SampleRate RATE = SampleRate.KHZ_24;
    private static final long TOKEN_NANOS = 100_000_000L;
    private static final long FRAME_NANOS = 20_000_000L;
    /** A joint clicks when it jumps farther from one sample to the next than this, and than the voice itself ever did. */
    private static final int CLICK = 2_000;

    private final PlayoutLine line = new PlayoutLine(PlayoutSettings.at(RATE));
    private final ConcurrentLinkedQueue<SpeechChunk> arrived = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean finished = new AtomicBoolean();
    private final List<String> tokens;
    private final long generation = line.begin("reply");
    private final SynthesisStream stream;
    private volatile @Nullable SynthesisException failure;
    private volatile int farthestJump;
    private int nextToken;
    private long frames;
    private short before;
    private boolean done;
    private long clicks;

    private StreamingTrial(Synthesizer synthesizer, String text) {
        // Tokens of language models: the space belongs to the word after it, longer words come in halves.
        tokens = new ArrayList<>();
        for (String word : text.split("(?= )")) {
            int half = word.length() > 8 ? word.length() / 2 : word.length();
            tokens.add(word.substring(0, half));
            if (half < word.length()) {
                tokens.add(word.substring(half));
            }
        }
        stream = synthesizer.open(SpeechSettings.defaults(), this);
    }

    /** Gaps and clicks in all replies together. */
    static long gaps(Synthesizer synthesizer, int replies, RandomGenerator random)
            throws SynthesisException, InterruptedException {
        List<StreamingTrial> trials = new ArrayList<>();
        for (int i = 0; i < replies; i++) {
            trials.add(new StreamingTrial(synthesizer, String.join(" ", BenchSentences.several(4, random))));
        }
        long begun = System.nanoTime();
        while (trials.stream().anyMatch(trial -> !trial.done)) {
            long elapsed = System.nanoTime() - begun;
            for (StreamingTrial trial : trials) {
                trial.advance(elapsed);
            }
            Thread.sleep(5);
        }
        long gaps = 0;
        for (StreamingTrial trial : trials) {
            SynthesisException problem = trial.failure;
            if (problem != null) {
                throw problem;
            }
            gaps += trial.line.counters().starvations() + trial.clicks;
        }
        return gaps;
    }

    private void advance(long elapsedNanos) {
        while (!done && nextToken < tokens.size() && nextToken * TOKEN_NANOS <= elapsedNanos) {
            stream.append(tokens.get(nextToken++));
            if (nextToken == tokens.size()) {
                stream.end();
            }
        }
        for (SpeechChunk chunk = arrived.poll(); chunk != null; chunk = arrived.poll()) {
            line.enqueue(chunk, generation, "reply");
        }
        if (finished.get() && arrived.isEmpty()) {
            line.complete(generation);
        }
        while (!done && frames * FRAME_NANOS <= elapsedNanos) {
            frames++;
            listen();
        }
    }

    private void listen() {
        PlayoutFrame frame = line.pull();
        line.sent(frame.frame().end());
        for (short sample : frame.frame().samples()) {
            clicks += Math.abs(sample - before) > Math.max(CLICK, farthestJump * 1.1) ? 1 : 0;
            before = sample;
        }
        for (Optional<PlayoutEvent> event = line.poll(); event.isPresent(); event = line.poll()) {
            switch (event.get()) {
                case PlayoutEvent.RunningLow low -> stream.hurry();
                case PlayoutEvent.Finished over -> done = true;
                case PlayoutEvent.Started started -> {}
                case PlayoutEvent.Starved starved -> {}
                case PlayoutEvent.Stopped stopped -> done = true;
            }
        }
        done |= failure != null;
    }

    @Override
    public void onChunk(SpeechChunk chunk) {
        int farthest = farthestJump;
        for (int i = 1; i < chunk.length(); i++) {
            farthest = Math.max(farthest, Math.abs(chunk.samples()[i] - chunk.samples()[i - 1]));
        }
        farthestJump = farthest;
        arrived.add(chunk);
    }

    @Override
    public void onFinished() {
        finished.set(true);
    }

    @Override
    public void onFailure(SynthesisException problem) {
        failure = problem;
    }
}
