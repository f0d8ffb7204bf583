package parley.tts.fallback;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import parley.audio.pcm.SampleRate;
import parley.tts.SpeechChunk;
import parley.tts.SpeechSettings;
import parley.tts.SpokenWord;
import parley.tts.SynthesisException;
import parley.tts.SynthesisListener;
import parley.tts.SynthesisStream;
import parley.tts.Synthesizer;
import parley.tts.SynthesizerInfo;

class FallbackSynthesizerTest {
    private final FakeSynthesizer first = new FakeSynthesizer("first");
    private final FakeSynthesizer second = new FakeSynthesizer("second");
    private long nowNanos;
    private final FallbackSynthesizer chain = new FallbackSynthesizer(List.of(first, second), () -> nowNanos);
    private final Heard heard = new Heard();

    @Test
    void shouldLetTheSecondSayTheRestFromTheNextWord() {
        SynthesisStream stream = chain.open(SpeechSettings.defaults(), heard);
        stream.append("one two three ");
        first.speakWords(2);
        stream.append("four");
        first.fail(SynthesisException.Kind.FAILED);
        stream.append(" five");
        stream.end();
        second.speakWords(3);
        second.finish();
        assertThat(heard.words).containsExactly("one@0", "two@4", "three@8", "four@14", "five@19");
        assertThat(heard.finished).isEqualTo(1);
        assertThat(heard.failures).isEmpty();
    }

    @Test
    void shouldSayAWordAgainWhoseSoundWasNotComplete() {
        SynthesisStream stream = chain.open(SpeechSettings.defaults(), heard);
        stream.append("one two ");
        stream.end();
        first.speakWords(1);
        first.speakHalfAWord();
        first.fail(SynthesisException.Kind.FAILED);
        second.speakWords(1);
        assertThat(heard.words).containsExactly("one@0", "two@4", "two@4");
    }

    @Test
    void shouldLeaveAFailedOneAloneForAWhile() {
        SynthesisStream stream = chain.open(SpeechSettings.defaults(), heard);
        stream.append("one");
        first.fail(SynthesisException.Kind.UNAVAILABLE);
        assertThat(chain.info().voice()).isEqualTo("second");
        nowNanos += 31_000_000_000L;
        assertThat(chain.info().voice()).isEqualTo("first");
        assertThat(chain.failures()).containsExactly(1L, 0L);
    }

    @Test
    void shouldNotBlameAVoiceForATextItCannotSay() {
        chain.open(SpeechSettings.defaults(), heard).append("x");
        first.fail(SynthesisException.Kind.UNSPEAKABLE);
        assertThat(chain.info().voice()).isEqualTo("first");
        assertThat(second.opened).isEqualTo(1);
    }

    @Test
    void shouldReportTheLastFailureWhenNobodyIsLeft() {
        chain.open(SpeechSettings.defaults(), heard).append("x");
        first.fail(SynthesisException.Kind.FAILED);
        second.fail(SynthesisException.Kind.FAILED);
        assertThat(heard.failures).hasSize(1);
    }

    @Test
    void shouldHearNothingMoreOfAFailedOrCancelledOne() {
        SynthesisStream stream = chain.open(SpeechSettings.defaults(), heard);
        stream.append("one two three");
        SynthesisListener stale = first.listener;
        first.fail(SynthesisException.Kind.FAILED);
        stale.onChunk(new SpeechChunk(SampleRate.KHZ_24, new short[10], List.of()));
        stale.onFinished();
        assertThat(heard.chunks).isZero();
        stream.cancel();
        second.speakWords(1);
        assertThat(heard.chunks).isZero();
        assertThat(second.cancelled).isTrue();
    }

    private static final class Heard implements SynthesisListener {
        final List<String> words = new ArrayList<>();
        final List<SynthesisException> failures = new ArrayList<>();
        int chunks;
        int finished;

        @Override
        public void onChunk(SpeechChunk chunk) {
            chunks++;
            chunk.words().forEach(word -> words.add(word.text() + "@" + word.textStart()));
        }

        @Override
        public void onFinished() {
            finished++;
        }

        @Override
        public void onFailure(SynthesisException failure) {
            failures.add(failure);
        }
    }

    /** Speaks when told to, a word for each chunk of 100 samples. */
    private static final class FakeSynthesizer implements Synthesizer, SynthesisStream {
        private final String name;
        private final StringBuilder text = new StringBuilder();
        private int at;
        private SynthesisListener listener;
        int opened;
        boolean cancelled;

        FakeSynthesizer(String name) {
            this.name = name;
        }

        void speakWords(int count) {
            for (int i = 0; i < count; i++) {
                speak(100);
                at++;
            }
        }

        void speakHalfAWord() {
            speak(200);
        }

        private void speak(int samplesOfWord) {
            int start = at;
            while (start < text.length() && text.charAt(start) == ' ') {
                start++;
            }
            int end = start;
            while (end < text.length() && text.charAt(end) != ' ') {
                end++;
            }
            SpokenWord word = new SpokenWord(text.substring(start, end), 0, samplesOfWord, false, start, end);
            at = end;
            listener.onChunk(new SpeechChunk(SampleRate.KHZ_24, new short[100], List.of(word)));
        }

        void fail(SynthesisException.Kind kind) {
            listener.onFailure(new SynthesisException(kind, name + " fails"));
        }

        void finish() {
            listener.onFinished();
        }

        @Override
        public SynthesizerInfo info() {
            return new SynthesizerInfo("fake", name, SampleRate.KHZ_24, Set.of("en"), true);
        }

        @Override
        public SynthesisStream open(SpeechSettings settings, SynthesisListener itsListener) {
            opened++;
            listener = itsListener;
            text.setLength(0);
            at = 0;
            return this;
        }

        @Override
        public void append(String delta) {
            text.append(delta);
        }

        @Override
        public void end() {}

        @Override
        public void cancel() {
            cancelled = true;
        }

        @Override
        public void close() {}
    }
}
