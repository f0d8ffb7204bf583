package parley.stt.transducer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import parley.inference.BatcherSettings;
import parley.inference.ExecutionProvider;
import parley.inference.Inference;
import parley.inference.InferenceSettings;
import parley.stt.Collected;
import parley.stt.Recognition;
import parley.stt.RecognizerException;
import parley.stt.RecognizerStream;
import parley.stt.StreamSettings;
import parley.stt.streaming.StreamingRecognizer;
import parley.stt.streaming.StreamingSettings;

/** A toy with the published contract: it writes a piece for the loudest band of the spectrum (make_models.py). */
class TransducerRecognizerTest {
    @TempDir
    Path folder;

    @BeforeEach
    void unpack() throws IOException {
        for (String name : new String[] {"encoder.onnx", "decoder.onnx", "joiner.onnx", "tokens.txt"}) {
            try (InputStream in = TransducerRecognizerTest.class.getResourceAsStream(name)) {
                Files.copy(in, folder.resolve(name));
            }
        }
    }

    private static short[] tones(double... hertz) {
        short[] samples = new short[hertz.length * 8_000];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = (short) (8_000 * Math.sin(2 * Math.PI * hertz[i / 8_000] * i / 16_000));
        }
        return samples;
    }

    @Test
    void shouldWriteThePiecesThatItHears() throws Exception {
        try (Inference inference = new Inference(new InferenceSettings(1, 1, ExecutionProvider.CPU));
                StreamingRecognizer recognizer = TransducerRecognizer.open(
                        inference, folder, "toy", BatcherSettings.UNBATCHED, StreamingSettings.MEETING)) {
            Collected collected = new Collected();
            try (RecognizerStream stream = recognizer.open(StreamSettings.of("test"), collected)) {
                collected.feed(stream, tones(150, 900, 2_000, 6_500), 0);
                stream.flush();
                Recognition last = collected.awaitFinal();
                assertThat(last.text()).isEqualTo("low middle high");
                assertThat(last.words()).allMatch(word -> word.stable());
                // The second word is spoken from 0.5 to 1.5 s.
                assertThat(last.words().get(1).startSample()).isBetween(6_000L, 12_000L);
                assertThat(last.words().get(1).endSample()).isBetween(14_000L, 24_000L);
                assertThat(collected.partials()).contains("low", "low middle");
            }
        }
    }

    @Test
    void shouldSayWhatIsMissingOrBroken() throws Exception {
        try (Inference inference = new Inference(new InferenceSettings(1, 1, ExecutionProvider.CPU))) {
            Files.delete(folder.resolve("joiner.onnx"));
            assertThatThrownBy(() -> TransducerRecognizer.open(
                            inference, folder, "toy", BatcherSettings.UNBATCHED, StreamingSettings.MEETING))
                    .isInstanceOfSatisfying(
                            RecognizerException.class,
                            e -> assertThat(e.reason()).isEqualTo(RecognizerException.Reason.MODEL_MISSING));
            Files.write(folder.resolve("joiner.onnx"), new byte[] {1});
            assertThatThrownBy(() -> TransducerRecognizer.open(
                            inference, folder, "toy", BatcherSettings.UNBATCHED, StreamingSettings.MEETING))
                    .isInstanceOfSatisfying(
                            RecognizerException.class,
                            e -> assertThat(e.reason()).isEqualTo(RecognizerException.Reason.MODEL_BROKEN));
        }
    }
}
