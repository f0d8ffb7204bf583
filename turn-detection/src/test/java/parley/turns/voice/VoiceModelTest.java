package parley.turns.voice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class VoiceModelTest {
    /** A vowel of 140 Hz with three formants, rising and falling three times a second, or nothing. */
    private static short[] sound(boolean voiced, int samples, Random random) {
        short[] s = new short[samples];
        double phase = 0;
        for (int i = 0; i < samples; i++) {
            double t = i / 16_000.0;
            phase += 2 * Math.PI * (140 + 15 * Math.sin(2 * Math.PI * 2.5 * t)) / 16_000;
            double v = 0;
            for (int k = 1; k < 25; k++) {
                double f = 140.0 * k;
                double loud = 1 / (1 + Math.pow((f - 600) / 150, 2))
                        + 0.6 / (1 + Math.pow((f - 1300) / 200, 2))
                        + 0.3 / (1 + Math.pow((f - 2500) / 250, 2));
                v += loud * Math.sin(k * phase);
            }
            double syllable = Math.max(0.05, Math.sin(2 * Math.PI * 3 * t));
            s[i] = (short) ((voiced ? 2500 * v * syllable : 0) + 12 * random.nextGaussian());
        }
        return s;
    }

    private static List<Float> play(VoiceModel model, short[] samples) {
        VoiceChunker chunker = new VoiceChunker(new EchoGuard());
        List<Float> p = new ArrayList<>();
        float[] state = new float[VoiceModel.STATE];
        for (int at = 0; at + 320 <= samples.length; at += 320) {
            chunker.add(samples, at, 320, (at + 320) * 62_500L);
            for (var c = chunker.poll(); c.isPresent(); c = chunker.poll()) {
                p.add(model.probabilities(List.of(c.get()), List.of(state))[0]);
            }
        }
        return p;
    }

    private static double mean(List<Float> p) {
        return p.stream().mapToDouble(Float::doubleValue).average().orElseThrow();
    }

    @Test
    void shouldTakeHissForSilenceAndStaySmall() throws IOException {
        try (VoiceModel model = OnnxVoiceModel.bundled()) {
            assertThat(mean(play(model, sound(false, 32_000, new Random(1))))).isLessThan(0.2);
        }
        try (InputStream in = VoiceModelTest.class.getResourceAsStream(OnnxVoiceModel.BUNDLED)) {
            assertThat(in).isNotNull();
            assertThat(in.readAllBytes().length).isLessThan(1_000_000);
        }
    }

    @Test
    void shouldKeepTheStreamsOfABatchApart() {
        try (VoiceModel model = OnnxVoiceModel.bundled()) {
            short[] voice = sound(true, 16_000, new Random(3));
            short[] silence = sound(false, 16_000, new Random(4));
            List<Float> alone = play(model, voice);
            VoiceChunker a = new VoiceChunker(new EchoGuard());
            VoiceChunker b = new VoiceChunker(new EchoGuard());
            a.add(voice, 0, voice.length, 1_000_000_000);
            b.add(silence, 0, silence.length, 1_000_000_000);
            List<float[]> states = List.of(new float[VoiceModel.STATE], new float[VoiceModel.STATE]);
            for (float expected : alone) {
                float[] p = model.probabilities(
                        List.of(b.poll().orElseThrow(), a.poll().orElseThrow()), states);
                assertThat(p[1]).isCloseTo(expected, org.assertj.core.data.Offset.offset(1e-3f));
                assertThat(p[0]).isLessThan(0.5f);
            }
        }
    }

    @Test
    void shouldRunSileroByTheSameContract() throws IOException {
        String repository =
                Optional.ofNullable(System.getenv("PARLEY_REPOSITORY")).orElse("..");
        String models =
                Optional.ofNullable(System.getenv("PARLEY_TEST_MODELS")).orElse(repository + "/../shared/models");
        Path file = Path.of(models, "silero_vad.onnx");
        assumeTrue(
                Files.isRegularFile(file),
                "Silero is not here; set PARLEY_TEST_MODELS to a folder with silero_vad.onnx");
        try (VoiceModel model = OnnxVoiceModel.file("silero", file)) {
            assertThat(mean(play(model, sound(false, 32_000, new Random(1))))).isLessThan(0.2);
            assertThat(play(model, sound(true, 16_000, new Random(2))))
                    .allSatisfy(p -> assertThat(p).isBetween(0f, 1f));
        }
    }
}
