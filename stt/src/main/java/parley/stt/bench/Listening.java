package parley.stt.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import parley.audio.pcm.PcmFrame;
import parley.audio.pcm.SampleRate;
import parley.stt.Recognition;
import parley.stt.RecognitionListener;
import parley.stt.Recognizer;
import parley.stt.RecognizerException;
import parley.stt.RecognizerStream;
import parley.stt.StreamSettings;

/** Recognizes whole recordings as fast as it goes, one after another. */
final class Listening implements RecognitionListener {
    private static final int FRAME = SampleRate.KHZ_16.samplesIn(20);
    private static final int LEAD = SampleRate.KHZ_16.samplesIn(200);
    private static final int TAIL = SampleRate.KHZ_16.samplesIn(300);

    private final Semaphore done = new Semaphore(0);
    private final List<String> texts = new ArrayList<>();
    private RecognizerException failure =
            new RecognizerException(RecognizerException.Reason.FAILED, "no answer in 60 s");

    /** What the recognizer makes of it. */
    static String text(Recognizer recognizer, short[] samples) throws InterruptedException {
        Listening listening = new Listening();
        try (RecognizerStream stream = recognizer.open(new StreamSettings("bench", List.of(), false), listening)) {
            feed(stream, samples);
            stream.flush();
            if (!listening.done.tryAcquire(60, TimeUnit.SECONDS)) {
                throw listening.failure;
            }
            return listening.result();
        }
    }

    private synchronized String result() {
        if (texts.isEmpty()) {
            throw failure;
        }
        return String.join(" ", texts);
    }

    static void feed(RecognizerStream stream, short[] samples) {
        short[] padded = padded(samples);
        for (int at = 0; at < padded.length; at += FRAME) {
            stream.accept(new PcmFrame(
                    SampleRate.KHZ_16,
                    at,
                    java.util.Arrays.copyOfRange(padded, at, Math.min(padded.length, at + FRAME))));
        }
    }

    /** With a moment of quiet before and after, as turn detection leaves it. */
    static short[] padded(short[] samples) {
        short[] padded = new short[LEAD + samples.length + TAIL];
        System.arraycopy(samples, 0, padded, LEAD, samples.length);
        return padded;
    }

    @Override
    public synchronized void onResult(Recognition recognition) {
        if (recognition.isFinal()) {
            texts.add(recognition.text());
            done.release();
        }
    }

    @Override
    public synchronized void onFailure(RecognizerException newFailure) {
        failure = newFailure;
        done.release();
    }
}
