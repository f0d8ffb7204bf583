package parley.stt.vosk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import parley.stt.RecognizerException;
import parley.stt.Word;

class VoskRecognizerTest {
    @TempDir
    Path folder;

    @Test
    void shouldSayThatAModelIsMissingOrBroken() {
        assertThatThrownBy(() -> VoskRecognizer.open(folder.resolve("none"), "vosk-small-en", 1))
                .isInstanceOfSatisfying(RecognizerException.class, e -> {
                    assertThat(e.reason()).isEqualTo(RecognizerException.Reason.MODEL_MISSING);
                    assertThat(e).hasMessageContaining("models pull vosk-small-en");
                });
        assertThatThrownBy(() -> VoskRecognizer.open(folder, "vosk-small-en", 1))
                .isInstanceOfSatisfying(
                        RecognizerException.class,
                        e -> assertThat(e.reason()).isEqualTo(RecognizerException.Reason.MODEL_BROKEN));
    }

    @Test
    void shouldReadWordsWithTimesAndConfidence() {
        String json = "{\"result\":[{\"conf\":0.8,\"end\":0.5,\"start\":0.25,\"word\":\"hello\"}],\"text\":\"hello\"}";
        assertThat(VoskRecognizer.words(json, "result", 1_000, true))
                .containsExactly(new Word("hello", 5_000, 9_000, 0.8, true));
        assertThat(VoskRecognizer.words("{\"partial\":\"\"}", "partial_result", 0, false))
                .isEmpty();
    }
}
