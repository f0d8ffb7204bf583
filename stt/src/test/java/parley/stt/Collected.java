package parley.stt;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import parley.audio.pcm.PcmFrame;
import parley.audio.pcm.SampleRate;

/** What a stream told, for tests. */
public final class Collected implements RecognitionListener {
    private final List<String> partials = new ArrayList<>();
    private final BlockingQueue<Recognition> finals = new LinkedBlockingQueue<>();
    private final BlockingQueue<RecognizerException> failures = new LinkedBlockingQueue<>();
    private final List<String> changes = new ArrayList<>();

    /** Feeds samples in frames of 20 ms; returns the position after them. */
    public long feed(RecognizerStream stream, short[] samples, long position) {
        for (int at = 0; at < samples.length; at += 320) {
            short[] frame = Arrays.copyOfRange(samples, at, Math.min(samples.length, at + 320));
            stream.accept(new PcmFrame(SampleRate.KHZ_16, position + at, frame));
        }
        return position + samples.length;
    }

    @Override
    public synchronized void onResult(Recognition recognition) {
        if (recognition.isFinal()) {
            finals.add(recognition);
        } else {
            partials.add(recognition.text());
        }
    }

    @Override
    public void onFailure(RecognizerException failure) {
        failures.add(failure);
    }

    @Override
    public synchronized void onEngineChanged(RecognizerInfo now, String reason) {
        changes.add(now.engine() + ": " + reason);
    }

    public Recognition awaitFinal() throws InterruptedException {
        Recognition last = finals.poll(20, TimeUnit.SECONDS);
        if (last == null) {
            throw new AssertionError("no final result; failures: " + failures);
        }
        return last;
    }

    public RecognizerException awaitFailure() throws InterruptedException {
        RecognizerException failure = failures.poll(20, TimeUnit.SECONDS);
        if (failure == null) {
            throw new AssertionError("no failure");
        }
        return failure;
    }

    public synchronized List<String> partials() {
        return List.copyOf(partials);
    }

    public synchronized List<String> changes() {
        return List.copyOf(changes);
    }
}
