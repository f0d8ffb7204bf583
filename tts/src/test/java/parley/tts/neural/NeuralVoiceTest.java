package parley.tts.neural;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import parley.inference.ExecutionProvider;
import parley.inference.Inference;
import parley.inference.InferenceSettings;
import parley.tts.SynthesisException;
import parley.tts.freetts.FreeTtsVoice;
import parley.tts.voice.Phonemizer;
import parley.tts.voice.Utterance;
import parley.tts.voice.VoiceTrial;

class NeuralVoiceTest {
    private static final String JSON = """
            {"audio": {"sample_rate": 16000}, "phoneme_type": "arpabet", "hop_length": 64, "num_speakers": 1,
             "inference": {"noise_scale": 0.5, "length_scale": 1, "noise_w": 0.7}, "language": {"code": "en_US"},
             "phoneme_id_map": {"_": [0], "^": [1], "$": [2], " ": [3], ".": [4], ",": [5],
                                "HH": [10], "AY": [11], "DH": [12], "EH": [13], "R": [14]}}
            """;

    private final Inference inference = new Inference(new InferenceSettings(1, 1, ExecutionProvider.CPU));

    @TempDir
    private Path folder;

    @AfterEach
    void close() {
        inference.close();
    }

    @Test
    void shouldGiveAPiperNetworkTheIdsInPipersOrder() throws Exception {
        VoiceTrial trial = VoiceTrial.of(piper(true), hiThere());
        assertThat(ids(trial.samples())).containsExactly(1, 0, 10, 0, 11, 0, 5, 0, 3, 0, 12, 0, 13, 0, 14, 0, 2);
        trial.assertOrdered(2);
    }

    @Test
    void shouldTakeWordTimesFromTheDurations() throws Exception {
        PiperVoice exact = piper(true);
        assertThat(exact.info().exactWordTimes()).isTrue();
        assertThat(exact.info().nativeRate().hz()).isEqualTo(16_000);
        PiperVoice without = piper(false);
        assertThat(without.info().exactWordTimes()).isFalse();
        VoiceTrial.of(without, hiThere()).assertOrdered(0);
    }

    @Test
    void shouldSayWhatIsWrongWithAVoice() throws Exception {
        Path network = folder.resolve("broken.onnx");
        Files.write(network, new byte[] {1, 2, 3});
        assertThatThrownBy(() -> PiperVoice.load(network, inference, FreeTtsVoice::loadLexicon))
                .isInstanceOf(SynthesisException.class)
                .hasMessageContaining("JSON");
        for (String json :
                List.of("", "[]", "{", "{\"audio\": 3}", JSON.replace("16000", "3"), JSON.replace("arpabet", "x"))) {
            Files.writeString(folder.resolve("broken.onnx.json"), json);
            assertThatThrownBy(() -> PiperVoice.load(network, inference, FreeTtsVoice::loadLexicon))
                    .as(json)
                    .isInstanceOf(SynthesisException.class);
        }
        Files.writeString(folder.resolve("broken.onnx.json"), JSON);
        assertThatThrownBy(() -> PiperVoice.load(network, inference, FreeTtsVoice::loadLexicon))
                .isInstanceOf(SynthesisException.class)
                .hasMessageContaining("does not load");
    }

    @Test
    void shouldGiveAKokoroNetworkItsIdsStyleAndSpeed() throws Exception {
        Path network = folder.resolve("kokoro.onnx");
        Files.write(network, TinyNetwork.kokoro());
        Files.writeString(folder.resolve("config.json"), "{\"vocab\": {\"h\": 10, \"a\": 11, \" \": 16, \",\": 3}}");
        Files.createDirectories(folder.resolve("voices"));
        ByteBuffer styles = ByteBuffer.allocate(4 * 256 * 20).order(ByteOrder.LITTLE_ENDIAN);
        Files.write(folder.resolve("voices").resolve("test_voice.bin"), styles.array());
        Phonemizer letters = utterance -> utterance.tokens().stream()
                .map(token -> List.of(token.word().split("")))
                .toList();
        KokoroVoice voice = KokoroVoice.load(network, "test_voice", inference, letters);
        VoiceTrial slow = VoiceTrial.of(voice, new Utterance(VoiceTrial.tokens("ha, ah"), "en", 1, 1));
        assertThat(ids(slow.samples())).containsExactly(0, 10, 11, 3, 16, 11, 10, 0);
        VoiceTrial fast = VoiceTrial.of(voice, new Utterance(VoiceTrial.tokens("ha, ah"), "en", 2, 1));
        assertThat(ids(fast.samples())).containsExactly(0, 20, 22, 6, 32, 22, 20, 0);
        assertThatThrownBy(() -> KokoroVoice.load(network, "nobody", inference, letters))
                .isInstanceOf(SynthesisException.class)
                .hasMessageContaining("nobody");
    }

    private PiperVoice piper(boolean durations) throws Exception {
        Path network = folder.resolve(durations ? "exact.onnx" : "plain.onnx");
        Files.write(network, TinyNetwork.piper(durations));
        Files.writeString(network.resolveSibling(network.getFileName() + ".json"), JSON);
        return PiperVoice.load(network, inference, FreeTtsVoice::loadLexicon);
    }

    private static Utterance hiThere() {
        return new Utterance(VoiceTrial.tokens("hi, there"), "en", 1, 1);
    }

    private static int[] ids(short[] samples) {
        int[] ids = new int[samples.length / TinyNetwork.SAMPLES_PER_ID];
        Arrays.setAll(ids, i -> Math.round(samples[i * TinyNetwork.SAMPLES_PER_ID] * 100f / 32_767));
        return ids;
    }
}
