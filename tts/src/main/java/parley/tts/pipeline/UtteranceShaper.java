package parley.tts.pipeline;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import parley.audio.pcm.SampleRate;
import parley.tts.SpeechChunk;
import parley.tts.SpokenWord;
import parley.tts.sound.Loudness;
import parley.tts.sound.RateConverter;
import parley.tts.sound.SilenceTrimmer;
import parley.tts.text.SpokenToken;
import parley.tts.voice.Utterance;
import parley.tts.voice.VoiceSink;

/**
 * One utterance from the voice's raw samples to chunks: silence off both ends, gain, rate, a breath in front. The
 * first chunk leaves as soon as there are 20 ms of sound, the others in larger steps. One thread at a time.
 */
final class UtteranceShaper implements VoiceSink {
    private static final int FIRST_CHUNK_MILLIS = 20;
    private static final int CHUNK_MILLIS = 200;
    private static final int FADE_MILLIS = 3;
    /** Words begin a little before and end a little after the times that voices tell. */
    private static final int EDGE_MILLIS = 15;

    /** Of the way to the new level for each sample: some 10 ms in all. */
    private static final float EMPHASIS_STEP = 0.01f;

    private final Utterance utterance;
    private final SampleRate from;
    private final SampleRate to;
    private final float gain;
    private final int pauseSamples;
    private final boolean exactTimes;
    private final Predicate<SpeechChunk> out;
    private final SilenceTrimmer trimmer;
    private final RateConverter converter;
    private final WordTimes times;
    private short[] pending;
    private int pendingCount;
    private int wordsGiven;
    /** Of the first pending sample, on the output's clock, the breath in front included. */
    private long position;

    private long shaped;
    /** Samples amplified so far, on the voice's clock, from the first that was not trimmed. */
    private long sounded;

    private float emphasis = 1;
    private boolean wanted = true;

    /**
     * @param gain for the voice; emphasis comes on top
     * @param exactTimes whether the voice tells its word times
     * @param pace at which it has been heard to speak, see {@link WordTimes#pace}
     * @param out takes the chunks; false when no more are wanted
     */
    UtteranceShaper(
            Utterance utterance,
            SampleRate from,
            SampleRate to,
            float gain,
            int pauseMillis,
            boolean exactTimes,
            double pace,
            Predicate<SpeechChunk> out) {
        this.utterance = utterance;
        this.from = from;
        this.to = to;
        this.gain = gain;
        this.exactTimes = exactTimes;
        this.out = out;
        times = new WordTimes(utterance, exactTimes ? 0 : pace);
        pauseSamples = to.samplesIn(pauseMillis);
        pending = new short[pauseSamples + to.samplesIn(CHUNK_MILLIS)];
        pendingCount = pauseSamples;
        trimmer = new SilenceTrimmer(from.hz());
        converter = new RateConverter(from, to);
    }

    @Override
    public boolean accept(short[] samples) {
        if (wanted) {
            add(converter.accept(amplified(trimmer.accept(samples))));
            int enough = position == 0 ? pauseSamples + to.samplesIn(FIRST_CHUNK_MILLIS) : to.samplesIn(CHUNK_MILLIS);
            if (pendingCount >= enough) {
                give();
            }
        }
        return wanted;
    }

    @Override
    public void word(int tokenIndex, long startSample, long endSample) {
        times.told(tokenIndex, startSample, endSample);
        if (exactTimes && times.timings().size() == 1) {
            trimmer.soundsFrom(startSample - from.samplesIn(EDGE_MILLIS));
        }
        if (exactTimes && tokenIndex == utterance.tokens().size() - 1) {
            trimmer.soundsUntil(endSample + from.samplesIn(EDGE_MILLIS));
        }
    }

    /** The voice is done. Returns whether there was any sound. */
    boolean finish() {
        if (!wanted) {
            return true;
        }
        float[] tail = amplified(trimmer.finish());
        add(converter.accept(tail));
        add(converter.finish());
        if (shaped == 0) {
            return false;
        }
        int fade = Math.min(to.samplesIn(FADE_MILLIS), pendingCount);
        for (int i = 0; i < fade; i++) {
            int at = pendingCount - 1 - i;
            pending[at] = (short) (pending[at] * (long) i / fade);
        }
        times.soundedInAll(trimmer.droppedBefore(), voiced());
        give();
        return true;
    }

    private float[] amplified(short[] samples) {
        float[] louder = new float[samples.length];
        boolean emphasizes = times.emphasizes();
        for (int i = 0; i < samples.length; i++) {
            if (emphasizes) {
                float aim = emphasisGain(times.emphasisAt(trimmer.droppedBefore() + sounded));
                emphasis += (aim - emphasis) * EMPHASIS_STEP;
            }
            louder[i] = samples[i] * gain * emphasis;
            sounded++;
        }
        return louder;
    }

    private static float emphasisGain(int level) {
        return switch (level) {
            case -1 -> 0.7f;
            case 1 -> 1.3f;
            case 2 -> 1.6f;
            default -> 1;
        };
    }

    private void add(float[] samples) {
        if (pendingCount + samples.length > pending.length) {
            pending = Arrays.copyOf(pending, Math.max(2 * pending.length, pendingCount + samples.length));
        }
        int fade = to.samplesIn(FADE_MILLIS);
        for (float sample : samples) {
            float value = shaped < fade ? sample * shaped / fade : sample;
            pending[pendingCount++] = Loudness.limited(value);
            shaped++;
        }
    }

    private void give() {
        long end = position + pendingCount;
        List<SpokenWord> words = new ArrayList<>();
        times.soundedSoFar(trimmer.droppedBefore(), voiced());
        List<WordTimes.Timing> known = times.timings();
        while (wordsGiven < known.size() && place(known.get(wordsGiven).start()) < end) {
            words.add(wordOf(known.get(wordsGiven++)));
        }
        short[] samples = Arrays.copyOf(pending, pendingCount);
        int pause = position == 0 ? Math.min(pauseSamples, pendingCount) : 0;
        pendingCount = 0;
        position = end;
        wanted = out.test(new SpeechChunk(to, samples, words, pause));
    }

    private SpokenWord wordOf(WordTimes.Timing timing) {
        SpokenToken token = utterance.tokens().get(timing.token());
        int start = Math.toIntExact(place(timing.start()) - position);
        int end = Math.toIntExact(Math.max(place(timing.end()) - position, start));
        return new SpokenWord(token.word(), start, end, timing.estimated(), token.textStart(), token.textEnd());
    }

    /** From the voice's clock to the output's. */
    private long place(long voiceSample) {
        long sounding = Math.max(0, voiceSample - trimmer.droppedBefore());
        return pauseSamples + sounding * to.hz() / from.hz();
    }

    /** What has sounded, on the voice's clock. */
    private long voiced() {
        return shaped * from.hz() / to.hz();
    }

    /** The pace of this utterance, once it is over. */
    double pace() {
        return times.pace(voiced());
    }
}
