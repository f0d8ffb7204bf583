package parley.tts.espeak;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import parley.tts.SynthesisException;
import parley.tts.text.SpokenToken;
import parley.tts.voice.Utterance;
import parley.tts.voice.VoiceTrial;

class EspeakVoiceTest {
    @Test
    void shouldSpeakWithAWordTimeForEveryWord() throws Exception {
        VoiceTrial trial = VoiceTrial.of(load("en-us"), "right, the review starts at nine");
        trial.assertOrdered(6);
        assertThat(trial.seconds()).isBetween(1.5, 4.0);
    }

    @Test
    void shouldSpeakGivenPhonemes() throws Exception {
        EspeakVoice voice = load("en-us");
        SpokenToken token = SpokenToken.of("xqzw", 0, 4).withPhonemes(List.of("N", "AY1", "N"));
        VoiceTrial given = VoiceTrial.of(voice, new Utterance(List.of(token), "en", 1, 1));
        VoiceTrial spelled = VoiceTrial.of(voice, "xqzw");
        assertThat(given.seconds()).isLessThan(spelled.seconds());
        given.assertOrdered(1);
    }

    @Test
    void shouldSpeakOtherLanguages() throws Exception {
        VoiceTrial.of(load("de"), "guten Morgen zusammen").assertOrdered(3);
        VoiceTrial.of(load("ar"), "\u0645\u0631\u062d\u0628\u0627 \u0628\u0643\u0645")
                .assertOrdered(2);
    }

    @Test
    void shouldServeSeveralThreadsOneAfterTheOther() throws Exception {
        EspeakVoice english = load("en-us");
        EspeakVoice german = load("de");
        double expected = VoiceTrial.of(english, "one two three").seconds();
        List<Callable<Double>> tasks = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            EspeakVoice voice = i % 2 == 0 ? english : german;
            tasks.add(() -> VoiceTrial.of(voice, "one two three").seconds());
        }
        try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
            List<Future<Double>> done = threads.invokeAll(tasks);
            for (int i = 0; i < done.size(); i += 2) {
                assertThat(done.get(i).get()).isBetween(expected * 0.9, expected * 1.1);
            }
        }
    }

    @Test
    void shouldGivePhonemesInIpa() throws Exception {
        load("en-us");
        String ipa = EspeakLibrary.open().ipa("en-us", "hello world");
        assertThat(ipa).contains("w\u02c8").contains("l").doesNotContain("hello");
    }

    @Test
    void shouldSayThatAVoiceIsMissing() throws Exception {
        load("en-us");
        assertThatThrownBy(() -> EspeakVoice.load("klingonish")).isInstanceOf(SynthesisException.class);
    }

    private static EspeakVoice load(String name) throws SynthesisException {
        try {
            return EspeakVoice.load(name);
        } catch (SynthesisException e) {
            Assumptions.abort("skipped, " + e.getMessage());
            throw e;
        }
    }
}
