package parley.tts.flite;

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
import parley.tts.voice.Utterance;
import parley.tts.voice.VoiceTrial;

class FliteVoiceTest {
    @Test
    void shouldSpeakWithAWordTimeForEveryWord() throws Exception {
        FliteVoice voice = load();
        VoiceTrial trial = VoiceTrial.of(voice, "right, the review starts at nine");
        trial.assertOrdered(6);
        assertThat(trial.seconds()).isBetween(1.5, 4.0);
    }

    @Test
    void shouldFollowSpeed() throws Exception {
        FliteVoice voice = load();
        double normal = VoiceTrial.of(voice, "the review starts at nine today").seconds();
        Utterance fast = new Utterance(VoiceTrial.tokens("the review starts at nine today"), "en", 2, 1);
        assertThat(normal / VoiceTrial.of(voice, fast).seconds()).isBetween(1.6, 2.3);
    }

    @Test
    void shouldServeSeveralWhoLoadedTheSameVoice() throws Exception {
        short[] alone = VoiceTrial.of(load(), "the numbers come first").samples();
        List<Callable<short[]>> tasks = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            FliteVoice another = load();
            tasks.add(() -> VoiceTrial.of(another, "the numbers come first").samples());
        }
        try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
            for (Future<short[]> done : threads.invokeAll(tasks)) {
                assertThat(done.get().length).isEqualTo(alone.length);
            }
        }
    }

    @Test
    void shouldSayThatAVoiceIsMissing() {
        assertThatThrownBy(() -> FliteVoice.load("nobody")).isInstanceOf(SynthesisException.class);
        assertThatThrownBy(() -> FliteVoice.load("../evil")).isInstanceOf(SynthesisException.class);
    }

    private static FliteVoice load() throws SynthesisException {
        try {
            return FliteVoice.load("slt");
        } catch (SynthesisException e) {
            Assumptions.abort("skipped, " + e.getMessage());
            throw e;
        }
    }
}
