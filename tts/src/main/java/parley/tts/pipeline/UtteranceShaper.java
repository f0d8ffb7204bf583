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

    private record Timing(int token, long start, long end) {}

    private final Utterance utterance;
    private final SampleRate from;
    private final SampleRate to;
    private final float gain;
    private final int pauseSamples;
    private final boolean exactTimes;
    private final Predicate<SpeechChunk> out;
    private final SilenceTrimmer trimmer;
    private final RateConverter converter;
    private final List<Timing> timings = new ArrayList<>();
    private short[] pending;
    private int pendingCount;
    private int wordsGiven;
    /** Of the first pending sample, on the output's clock, the breath in front included. */
    private long position;

    private long shaped;
    private boolean wanted = true;

    /**
     * @param gain for the voice; emphasis comes on top
     * @param out takes the chunks; false when no more are wanted
     */
    UtteranceShaper(
            Utterance utterance,
            SampleRate from,
            SampleRate to,
            float gain,
            int pauseMillis,
            boolean exactTimes,
            Predicate<SpeechChunk> out) {
        this.utterance = utterance;
        this.from = from;
        this.to = to;
        this.gain = gain;
        this.exactTimes = exactTimes;
        this.out = out;
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
        timings.add(new Timing(tokenIndex, startSample, endSample));
        if (exactTimes && timings.size() == 1) {
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
        if (timings.isEmpty()) {
            // A voice that tells no times: the words are spread over the utterance now that its length is known.
            estimate();
        }
        give();
        return true;
    }

    private float[] amplified(short[] samples) {
        float[] louder = new float[samples.length];
        for (int i = 0; i < samples.length; i++) {
            louder[i] = samples[i] * gain;
        }
        return louder;
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
        while (wordsGiven < timings.size() && place(timings.get(wordsGiven).start()) < end) {
            words.add(wordOf(timings.get(wordsGiven++)));
        }
        short[] samples = Arrays.copyOf(pending, pendingCount);
        int pause = position == 0 ? Math.min(pauseSamples, pendingCount) : 0;
        pendingCount = 0;
        position = end;
        wanted = out.test(new SpeechChunk(to, samples, words, pause));
    }

    private SpokenWord wordOf(Timing timing) {
        SpokenToken token = utterance.tokens().get(timing.token());
        int start = Math.toIntExact(place(timing.start()) - position);
        int end = Math.toIntExact(Math.max(place(timing.end()) - position, start));
        return new SpokenWord(token.word(), start, end, !exactTimes, token.textStart(), token.textEnd());
    }

    /** From the voice's clock to the output's. */
    private long place(long voiceSample) {
        long sounding = Math.max(0, voiceSample - trimmer.droppedBefore());
        return pauseSamples + sounding * to.hz() / from.hz();
    }

    /** Each word gets a share of the sound by the length of its spelling, which on average tells its phonemes. */
    private void estimate() {
        long weight = 0;
        for (SpokenToken token : utterance.tokens()) {
            weight += weight(token);
        }
        long voiced = shaped * from.hz() / to.hz();
        long before = 0;
        for (int i = 0; i < utterance.tokens().size(); i++) {
            long share = weight(utterance.tokens().get(i));
            long start = trimmer.droppedBefore() + voiced * before / weight;
            before += share;
            timings.add(new Timing(i, start, trimmer.droppedBefore() + voiced * before / weight));
        }
    }

    private static int weight(SpokenToken token) {
        return 2 + token.word().length() + (token.after().isEmpty() ? 0 : 4);
    }
}
