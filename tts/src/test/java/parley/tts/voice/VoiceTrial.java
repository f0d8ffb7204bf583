package parley.tts.voice;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import parley.tts.SynthesisException;
import parley.tts.text.SpokenToken;

/** What a voice made of one utterance. */
public final class VoiceTrial implements VoiceSink {
    private record Timing(int token, long start, long end) {}

    private final int rate;
    private final List<Timing> timings = new ArrayList<>();
    private short[] samples = new short[0];

    private VoiceTrial(int rate) {
        this.rate = rate;
    }

    public static VoiceTrial of(Voice voice, String words) throws SynthesisException {
        return of(voice, new Utterance(tokens(words), "en", 1, 1));
    }

    public static VoiceTrial of(Voice voice, Utterance utterance) throws SynthesisException {
        VoiceTrial trial = new VoiceTrial(voice.info().nativeRate().hz());
        voice.speak(utterance, trial);
        return trial;
    }

    public static List<SpokenToken> tokens(String words) {
        return Arrays.stream(words.split(" "))
                .map(word -> word.endsWith(",")
                        ? SpokenToken.of(word.substring(0, word.length() - 1), 0, 0)
                                .followedBy(",")
                        : SpokenToken.of(word, 0, 0))
                .toList();
    }

    @Override
    public boolean accept(short[] more) {
        int before = samples.length;
        samples = Arrays.copyOf(samples, before + more.length);
        System.arraycopy(more, 0, samples, before, more.length);
        return true;
    }

    @Override
    public void word(int tokenIndex, long startSample, long endSample) {
        timings.add(new Timing(tokenIndex, startSample, endSample));
    }

    public double seconds() {
        return samples.length / (double) rate;
    }

    public short[] samples() {
        return samples;
    }

    /** Every token once, one after the other, within the sound. */
    public void assertOrdered(int tokens) {
        assertThat(timings).hasSize(tokens);
        long before = 0;
        for (int i = 0; i < tokens; i++) {
            Timing timing = timings.get(i);
            assertThat(timing.token()).isEqualTo(i);
            assertThat(timing.start()).isGreaterThanOrEqualTo(before);
            assertThat(timing.end()).isGreaterThan(timing.start()).isLessThanOrEqualTo(samples.length);
            before = timing.start();
        }
    }
}
