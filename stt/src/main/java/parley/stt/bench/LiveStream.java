package parley.stt.bench;

import java.util.ArrayList;
import java.util.List;
import parley.audio.pcm.PcmFrame;
import parley.audio.pcm.SampleRate;
import parley.stt.Recognition;
import parley.stt.RecognitionListener;
import parley.stt.Recognizer;
import parley.stt.RecognizerException;
import parley.stt.RecognizerStream;
import parley.stt.StreamSettings;

/**
 * A participant who speaks recordings one after another, in real time, and notes when each word first stood in a
 * partial result and when the final result came. The pacing thread feeds it; results come on inference threads.
 */
final class LiveStream implements RecognitionListener, AutoCloseable {
    static final int FRAME = SampleRate.KHZ_16.samplesIn(20);

    /** A word's first appearance: its number in the utterance, its text, when it was there on the stream's clock. */
    private record Appearance(int index, String text, double atSample) {}

    private final RecognizerStream stream;
    private final List<short[]> recordings;
    private final int first;
    private final long startNanos;

    private int recording;
    private int at;
    private long position;
    private long speechEnd;

    private final List<Appearance> appearances = new ArrayList<>();
    private final List<Double> partialMillis = new ArrayList<>();
    private final List<Double> finalMillis = new ArrayList<>();
    private final List<Double> lastWordLag = new ArrayList<>();
    private long flushedNanos;
    private long flushedSpeechEnd;
    private int failures;

    LiveStream(Recognizer recognizer, List<short[]> recordings, int first, long startNanos) {
        this.recordings = recordings;
        this.first = first;
        this.recording = first;
        this.startNanos = startNanos;
        this.stream = recognizer.open(StreamSettings.of("stream " + first), this);
        this.speechEnd = lastLoud(current());
    }

    private short[] current() {
        return recordings.get(recording % recordings.size());
    }

    /** Where the voice ends in a recording: the last sample that is not faint. */
    private static long lastLoud(short[] samples) {
        int peak = 0;
        for (short sample : samples) {
            peak = Math.max(peak, Math.abs(sample));
        }
        int last = samples.length - 1;
        while (last > 0 && Math.abs(samples[last]) < peak / 30) {
            last--;
        }
        return last;
    }

    /** Gives the next 20 ms. */
    void tick() {
        short[] samples = current();
        int end = Math.min(samples.length, at + FRAME);
        short[] frame = new short[FRAME];
        System.arraycopy(samples, at, frame, 0, end - at);
        stream.accept(new PcmFrame(SampleRate.KHZ_16, position, frame));
        position += FRAME;
        at += FRAME;
        if (at >= samples.length) {
            synchronized (this) {
                flushedNanos = System.nanoTime();
                flushedSpeechEnd = position - at + speechEnd;
            }
            stream.flush();
            recording++;
            at = 0;
            speechEnd = lastLoud(current());
        }
    }

    private double nowSample() {
        return (System.nanoTime() - startNanos) / 1e9 * SampleRate.KHZ_16.hz();
    }

    @Override
    public synchronized void onResult(Recognition recognition) {
        double now = nowSample();
        if (!recognition.isFinal()) {
            for (int i = 0; i < recognition.words().size(); i++) {
                note(i, recognition.words().get(i).text(), now);
            }
            return;
        }
        finalMillis.add((System.nanoTime() - flushedNanos) / 1e6);
        for (int i = 0; i < recognition.words().size(); i++) {
            String text = recognition.words().get(i).text();
            long end = recognition.words().get(i).endSample();
            note(i, text, now);
            for (Appearance appearance : appearances) {
                if (appearance.index() == i && appearance.text().equals(text)) {
                    partialMillis.add((appearance.atSample() - end) / 16);
                    break;
                }
            }
            if (i == recognition.words().size() - 1) {
                lastWordLag.add((end - flushedSpeechEnd) / 16.0);
            }
        }
        appearances.clear();
    }

    private void note(int index, String text, double now) {
        for (Appearance appearance : appearances) {
            if (appearance.index() == index && appearance.text().equals(text)) {
                return;
            }
        }
        appearances.add(new Appearance(index, text, now));
    }

    @Override
    public synchronized void onFailure(RecognizerException failure) {
        failures++;
    }

    /** From the word's end, as the recognizer places it, to its first partial. */
    synchronized List<Double> partialMillis() {
        return List.copyOf(partialMillis);
    }

    synchronized List<Double> finalMillis() {
        return List.copyOf(finalMillis);
    }

    /** How much later than the end of the voice the recognizer places the last word's end. */
    synchronized List<Double> lastWordLagMillis() {
        return List.copyOf(lastWordLag);
    }

    synchronized int failures() {
        return failures;
    }

    @Override
    public void close() {
        stream.close();
    }

    @Override
    public String toString() {
        return "stream " + first;
    }
}
