package parley.tts.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import parley.tts.SpeechChunk;
import parley.tts.SpeechSettings;
import parley.tts.SpokenWord;
import parley.tts.SynthesisException;
import parley.tts.SynthesisListener;
import parley.tts.SynthesisStream;
import parley.tts.freetts.FreeTtsLexicon;
import parley.tts.freetts.FreeTtsVoice;
import parley.tts.sound.Loudness;

/** The pipeline with the voice that is always there. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class VoiceSynthesizerTest {
    private final SpeechWorkers workers = new SpeechWorkers(2);
    private VoiceSynthesizer synthesizer;

    @BeforeAll
    void load() throws SynthesisException {
        FreeTtsLexicon lexicon = FreeTtsVoice.loadLexicon();
        VoicePool voices = new VoicePool(2, () -> new FreeTtsVoice(lexicon));
        synthesizer = new VoiceSynthesizer(voices, workers, new PhraseCache(1 << 20));
    }

    @AfterAll
    void close() {
        synthesizer.close();
        workers.close();
    }

    @Test
    void shouldGiveEachWordItsPlaceInSoundAndText() throws Exception {
        String text = "It costs $3.50, doctor says. Fine?";
        Said said = say(SpeechSettings.defaults(), text);
        assertThat(said.words)
                .extracting(SpokenWord::text)
                .containsExactly("It", "costs", "three", "dollars", "and", "fifty", "cents", "doctor", "says", "Fine");
        assertThat(said.words.stream()
                        .map(w -> text.substring(w.textStart(), w.textEnd()))
                        .distinct())
                .containsExactly("It", "costs", "$3.50", "doctor", "says", "Fine");
        int before = 0;
        for (SpokenWord word : said.words) {
            assertThat(word.startSample()).isGreaterThanOrEqualTo(before);
            assertThat(word.endSample()).isGreaterThan(word.startSample()).isLessThanOrEqualTo(said.samples());
            assertThat(word.estimated()).isFalse();
            before = word.startSample();
        }
    }

    @Test
    void shouldSayTheSameHoweverTheTextIsCut() throws Exception {
        String text = "Well, the meeting starts at 3.5 past nine. See you there!";
        Said whole = say(SpeechSettings.defaults(), text);
        Said letters = say(SpeechSettings.defaults(), text.split(""));
        assertThat(letters.words)
                .extracting(SpokenWord::text)
                .isEqualTo(whole.words.stream().map(SpokenWord::text).toList());
        assertThat(letters.words)
                .extracting(SpokenWord::textStart)
                .isEqualTo(whole.words.stream().map(SpokenWord::textStart).toList());
    }

    @Test
    void shouldRepeatAPhraseFromItsCacheSampleForSample() throws Exception {
        SpeechSettings settings = SpeechSettings.defaults().withTenant("t", java.util.Map.of());
        Said first = say(settings, "Good morning.");
        Said second = say(settings, "  Good morning.");
        assertThat(second.chunks.stream().map(SpeechChunk::samples).toList())
                .isEqualTo(first.chunks.stream().map(SpeechChunk::samples).toList());
        assertThat(second.words.getFirst().textStart()).isEqualTo(2);
    }

    @Test
    void shouldLeaveNoSilenceBeforeTheFirstWordAndKeepToTheCommonLoudness() throws Exception {
        Said said = say(SpeechSettings.defaults(), "One sentence is here, and the numbers come first.");
        short[] all = said.all();
        int quiet = 0;
        while (Math.abs(all[quiet]) < 200) {
            quiet++;
        }
        assertThat(quiet).isLessThan(24 * 30);
        assertThat(Loudness.ofSpeech(all, 24_000)).isBetween(Loudness.TARGET_DBFS - 4, Loudness.TARGET_DBFS + 4);
    }

    @Test
    void shouldBeFasterAndSlowerOnDemand() throws Exception {
        String text = "This is a sentence of some length that takes a while.";
        int fast = say(SpeechSettings.defaults().withSpeed(1.5), text).samples();
        int slow = say(SpeechSettings.defaults().withSpeed(0.75), text).samples();
        assertThat((double) slow / fast).isBetween(1.6, 2.4);
    }

    @Test
    void shouldFinishWithoutASoundWhenThereIsNothingToSay() throws Exception {
        Said said = say(SpeechSettings.defaults(), "... !?\n\n\ud83d\ude00");
        assertThat(said.chunks).isEmpty();
        assertThat(said.failures).isEmpty();
    }

    @Test
    void shouldSayClearlyThatItCannotSpeakAnotherScript() throws Exception {
        Said said = say(SpeechSettings.defaults(), "\u0645\u0631\u062d\u0628\u0627 \u0628\u0643\u0645");
        assertThat(said.failures)
                .extracting(SynthesisException::kind)
                .containsExactly(SynthesisException.Kind.UNSPEAKABLE);
    }

    @Test
    void shouldUseThePronunciationsOfTheTenant() throws Exception {
        SpeechSettings settings =
                SpeechSettings.defaults().withTenant("t", java.util.Map.of("Qwen", "kwen", "Nguyen", "/W IH1 N/"));
        Said said = say(settings, "Qwen met Nguyen today.");
        assertThat(said.words).extracting(SpokenWord::text).containsExactly("kwen", "met", "Nguyen", "today");
        assertThat(said.failures).isEmpty();
    }

    @Test
    void shouldWorkOnlySoFarAheadOfWhatWasPlayed() throws Exception {
        SpeechSettings settings = SpeechSettings.defaults().withAheadMillis(1_000);
        Said said = new Said(1);
        SynthesisStream stream = synthesizer.open(settings, said);
        stream.append("One sentence is here. Another sentence is here. A third sentence is here. And a last one. ");
        stream.end();
        assertThat(said.enough.await(20, TimeUnit.SECONDS)).isTrue();
        while (said.done.getCount() > 0) {
            int given = said.samples();
            assertThat(given).isLessThan(24_000 * 7);
            stream.played(given);
            said.done.await(20, TimeUnit.MILLISECONDS);
        }
        assertThat(said.words).hasSize(17);
    }

    @Test
    void shouldMakeAnEmphasizedWordLouderAndKeepABreak() throws Exception {
        Said plain = say(SpeechSettings.defaults(), "We need this number today.");
        Said strong =
                say(SpeechSettings.defaults(), "We need this <emphasis level=\"strong\">number</emphasis> today.");
        assertThat(strong.levelOf(3)).isGreaterThan(1.3 * plain.levelOf(3));
        assertThat(strong.levelOf(1)).isBetween(0.9 * plain.levelOf(1), 1.1 * plain.levelOf(1));
        Said broken = say(SpeechSettings.defaults(), "We need this <break time=\"2s\"/> number today.");
        assertThat(broken.samples() - plain.samples()).isGreaterThan(40_000);
    }

    @Test
    void shouldSayTheSameToManyAtOnce() throws Exception {
        String text = "Each of these replies is spoken while the others are, and none disturbs another one.";
        List<Said> replies = new ArrayList<>();
        for (int i = 0; i < 24; i++) {
            Said said = new Said(1);
            SynthesisStream stream = synthesizer.open(SpeechSettings.defaults(), said);
            stream.append(text);
            stream.end();
            replies.add(said);
        }
        for (Said said : replies) {
            assertThat(said.done.await(30, TimeUnit.SECONDS)).isTrue();
            assertThat(said.words)
                    .extracting(SpokenWord::text)
                    .isEqualTo(replies.getFirst().words.stream()
                            .map(SpokenWord::text)
                            .toList());
            assertThat(said.failures).isEmpty();
            assertThat(Loudness.ofSpeech(said.all(), 24_000)).isBetween(-24.0, -16.0);
        }
    }

    @Test
    void shouldStopAtOnceWhenCancelled() throws Exception {
        Said said = new Said(1);
        SynthesisStream stream = synthesizer.open(SpeechSettings.defaults(), said);
        stream.append("This is the first sentence. ".repeat(500));
        assertThat(said.enough.await(20, TimeUnit.SECONDS)).isTrue();
        stream.cancel();
        Said other = say(SpeechSettings.defaults(), "Now something else.");
        int after = said.chunks.size();
        assertThat(other.words).hasSize(3);
        assertThat(say(SpeechSettings.defaults(), "And again.").words).hasSize(2);
        assertThat(said.chunks).hasSize(after);
        assertThat(said.done.getCount()).isEqualTo(1);
    }

    private Said say(SpeechSettings settings, String... deltas) throws InterruptedException {
        Said said = new Said(1);
        SynthesisStream stream = synthesizer.open(settings, said);
        for (String delta : deltas) {
            stream.append(delta);
        }
        stream.end();
        assertThat(said.done.await(30, TimeUnit.SECONDS)).isTrue();
        return said;
    }

    private static final class Said implements SynthesisListener {
        final List<SpeechChunk> chunks = java.util.Collections.synchronizedList(new ArrayList<>());
        final List<SpokenWord> words = java.util.Collections.synchronizedList(new ArrayList<>());
        final List<SynthesisException> failures = new ArrayList<>();
        final CountDownLatch done = new CountDownLatch(1);
        final CountDownLatch enough;

        Said(int enoughChunks) {
            enough = new CountDownLatch(enoughChunks);
        }

        @Override
        public void onChunk(SpeechChunk chunk) {
            int at = samples();
            chunk.words().forEach(word -> words.add(word.movedBy(at)));
            chunks.add(chunk);
            enough.countDown();
        }

        @Override
        public void onFinished() {
            done.countDown();
        }

        @Override
        public void onFailure(SynthesisException failure) {
            failures.add(failure);
            done.countDown();
        }

        double levelOf(int word) {
            short[] all = all();
            double energy = 0;
            int from = words.get(word).startSample();
            int to = words.get(word).endSample();
            for (int i = from; i < to; i++) {
                energy += (double) all[i] * all[i];
            }
            return Math.sqrt(energy / (to - from));
        }

        int samples() {
            synchronized (chunks) {
                return chunks.stream().mapToInt(SpeechChunk::length).sum();
            }
        }

        short[] all() {
            short[] all = new short[samples()];
            int at = 0;
            for (SpeechChunk chunk : chunks) {
                System.arraycopy(chunk.samples(), 0, all, at, chunk.length());
                at += chunk.length();
            }
            return all;
        }
    }
}
