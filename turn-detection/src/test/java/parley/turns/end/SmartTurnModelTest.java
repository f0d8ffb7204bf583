package parley.turns.end;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SmartTurnModelTest {
    @Test
    void shouldPutATonesEnergyIntoItsMelBand() {
        short[] tone = new short[AudioEndingModel.WINDOW_SAMPLES];
        for (int i = 0; i < tone.length; i++) {
            tone[i] = (short) (8000 * Math.sin(2 * Math.PI * 1000 * i / 16_000));
        }
        float[] features = new WhisperFeatures().of(tone);
        int loudest = 0;
        for (int m = 1; m < WhisperFeatures.MELS; m++) {
            loudest = features[m * WhisperFeatures.FRAMES + 400] > features[loudest * WhisperFeatures.FRAMES + 400]
                    ? m
                    : loudest;
        }
        // 1 kHz is mel 15 of 45.2 on Slaney's scale: band 15 / 45.2 * 81 - 1.
        assertThat((double) loudest).isCloseTo(26, within(1.0));
        float[] silence = new WhisperFeatures().of(new short[0]);
        assertThat(silence[0]).isEqualTo(silence[silence.length - 1]);
    }

    @Test
    void shouldRunTheModelByItsContract() throws IOException {
        String repository =
                Optional.ofNullable(System.getenv("PARLEY_REPOSITORY")).orElse("..");
        String models =
                Optional.ofNullable(System.getenv("PARLEY_TEST_MODELS")).orElse(repository + "/../shared/models");
        Path file = Path.of(models, "smart-turn-v3.2-cpu.onnx");
        assumeTrue(
                Files.isRegularFile(file),
                "Smart Turn is not here; set PARLEY_TEST_MODELS to a folder with smart-turn-v3.2-cpu.onnx");
        Random r = new Random(5);
        short[] noise = new short[32_000];
        for (int i = 0; i < noise.length; i++) {
            noise[i] = (short) (200 * r.nextGaussian());
        }
        try (AudioEndingModel model = new SmartTurnModel(file)) {
            assertThat(model.finished(noise)).isBetween(0.0, 1.0).isEqualTo(model.finished(noise));
        }
    }
}
