package parley.tts.pipeline;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Semaphore;
import parley.audio.pcm.SampleRate;
import parley.tts.SynthesisException;
import parley.tts.SynthesizerInfo;
import parley.tts.sound.Loudness;
import parley.tts.text.SpokenToken;
import parley.tts.voice.Utterance;
import parley.tts.voice.Voice;
import parley.tts.voice.VoiceSink;

/** The loaded instances of one voice, lent to one speaker at a time. Any thread may borrow, and waits if it must. */
public final class VoicePool implements AutoCloseable {
    /** Makes another instance of the voice. */
    @FunctionalInterface
    public interface Source {
        Voice load() throws SynthesisException;
    }

    private final Source source;
    private final Semaphore free;
    private final Deque<Voice> idle = new ArrayDeque<>();
    private final SynthesizerInfo info;
    private final float gain;
    private volatile double pace;
    private boolean closed;

    /**
     * Loads the first instance and lets it say a sentence: that tells how loud the voice is, and the code is warm when
     * somebody waits for it.
     */
    public VoicePool(int instances, Source source) throws SynthesisException {
        this(instances, source, source.load(), true);
    }

    private VoicePool(int instances, Source source, Voice first, boolean tested) throws SynthesisException {
        this.source = source;
        free = new Semaphore(instances);
        info = first.info();
        gain = tested ? Loudness.gainFor(levelOf(first)) : 1;
        idle.push(first);
    }

    /** Without the trial sentence, for a voice whose every word costs somebody money. Its level is taken as it comes. */
    public static VoicePool untested(int instances, Source source) throws SynthesisException {
        return new VoicePool(instances, source, source.load(), false);
    }

    private static double levelOf(Voice voice) throws SynthesisException {
        SampleRate rate = voice.info().nativeRate();
        String[] words = "this is how loud I am when I speak".split(" ");
        Utterance sentence = new Utterance(
                java.util.Arrays.stream(words)
                        .map(word -> SpokenToken.of(word, 0, 0))
                        .toList(),
                voice.info().languages().iterator().next(),
                1,
                1);
        Recording recording = new Recording();
        voice.speak(sentence, recording);
        return Loudness.ofSpeech(recording.samples(), rate.hz());
    }

    public SynthesizerInfo info() {
        return info;
    }

    /** The factor that brings this voice to the common loudness. */
    float gain() {
        return gain;
    }

    /** How fast the voice has spoken so far, see {@link WordTimes#pace}; 0 before it has. */
    double pace() {
        return pace;
    }

    /** An utterance was spoken whole, at that pace. */
    void heard(double utterancePace) {
        pace = pace == 0 ? utterancePace : 0.8 * pace + 0.2 * utterancePace;
    }

    void speak(Utterance utterance, VoiceSink sink) throws SynthesisException {
        free.acquireUninterruptibly();
        try {
            Voice voice = take();
            boolean whole = false;
            try {
                voice.speak(utterance, sink);
                whole = true;
            } catch (SynthesisException e) {
                whole = e.kind() == SynthesisException.Kind.UNSPEAKABLE;
                throw e;
            } finally {
                giveBack(voice, whole);
            }
        } finally {
            free.release();
        }
    }

    private Voice take() throws SynthesisException {
        synchronized (idle) {
            if (closed) {
                throw new SynthesisException(SynthesisException.Kind.UNAVAILABLE, "the voice has been closed");
            }
            if (!idle.isEmpty()) {
                return idle.pop();
            }
        }
        return source.load();
    }

    /** One that failed in the middle of something is not trusted again. */
    private void giveBack(Voice voice, boolean whole) {
        synchronized (idle) {
            if (whole && !closed) {
                idle.push(voice);
                return;
            }
        }
        voice.close();
    }

    @Override
    public void close() {
        synchronized (idle) {
            closed = true;
            idle.forEach(Voice::close);
            idle.clear();
        }
    }

    /** Keeps what a voice says. */
    private static final class Recording implements VoiceSink {
        private short[] samples = new short[0];

        @Override
        public boolean accept(short[] more) {
            int before = samples.length;
            samples = java.util.Arrays.copyOf(samples, before + more.length);
            System.arraycopy(more, 0, samples, before, more.length);
            return true;
        }

        @Override
        public void word(int tokenIndex, long startSample, long endSample) {}

        short[] samples() {
            return samples;
        }
    }
}
