package parley.tts.neural;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
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
            {"audio": {"sample_rate": 16000}, "phoneme_type": "cmu-stress", "hop_length": 64, "num_speakers": 1,
             "inference": {"noise_scale": 0.5, "length_scale": 1, "noise_w": 0.7}, "language": {"code": "en_US"},
             "phoneme_id_map": {"_": [0], "^": [1], "$": [2], " ": [3], ".": [4], ",": [5],
                                "HH": [10], "AY": [11], "AY1": [11], "DH": [12], "EH1": [13], "R": [14]}}
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
                List.of("", "[]", "{", "{\"audio\": 3}", JSON.replace("16000", "3"), JSON.replace("cmu-stress", "x"))) {
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

    @Test
    void shouldReadAVoiceFromAnArchiveOfNumPyArrays() throws Exception {
        float[] styles = KokoroStyles.fromArchive(new ByteArrayInputStream(archive("af_test")), "af_test");
        assertThat(styles).containsExactly(1.5f, -2f, 0.25f);
        assertThatThrownBy(() -> KokoroStyles.fromArchive(new ByteArrayInputStream(archive("x")), "y"))
                .isInstanceOf(IOException.class);
    }

    @Test
    void shouldSurviveAnyArchive() throws Exception {
        long seed = System.nanoTime();
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        byte[] whole = archive("af_test");
        long until = System.nanoTime() + 1_000_000_000L;
        while (System.nanoTime() < until) {
            byte[] broken = Arrays.copyOf(whole, 1 + random.nextInt(whole.length));
            for (int i = random.nextInt(6); i > 0; i--) {
                broken[random.nextInt(broken.length)] = (byte) random.nextInt(256);
            }
            try {
                KokoroStyles.fromArchive(new ByteArrayInputStream(broken), "af_test");
            } catch (IOException e) {
                assertThat(e).as("seed %d", seed).isNotNull();
            }
        }
    }

    @Test
    void shouldLoadAVoiceFromResources() throws Exception {
        PiperVoice voice = PiperVoice.load(
                "bundled",
                new ByteArrayInputStream(TinyNetwork.piper(true)),
                new ByteArrayInputStream(JSON.getBytes(StandardCharsets.UTF_8)),
                inference,
                FreeTtsVoice::loadLexicon);
        assertThat(voice.info().engine()).isEqualTo("bundled");
        VoiceTrial.of(voice, hiThere()).assertOrdered(2);
    }

    private static byte[] archive(String name) throws IOException {
        String header = "{'descr': '<f4', 'fortran_order': False, 'shape': (1, 1, 3), }";
        ByteBuffer array = ByteBuffer.allocate(10 + header.length() + 12).order(ByteOrder.LITTLE_ENDIAN);
        array.put(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0}).putShort((short) header.length());
        array.put(header.getBytes(StandardCharsets.US_ASCII))
                .putFloat(1.5f)
                .putFloat(-2)
                .putFloat(0.25f);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            zip.putNextEntry(new ZipEntry(name + ".npy"));
            zip.write(array.array());
        }
        return bytes.toByteArray();
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
