package parley.server.doctor;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import parley.inference.ExecutionProvider;
import parley.inference.Inference;
import parley.inference.InferenceSettings;
import parley.inference.ProviderChoice;

/** Whether there is a GPU, as its driver tells, and whether the networks will run on it. */
final class GraphicsCard {
    private static final Path DRIVER = Path.of("/proc/driver/nvidia");
    private static final String MODEL = "model:";

    private GraphicsCard() {}

    static Finding check() {
        try (Inference inference = new Inference(new InferenceSettings(1, 1, ExecutionProvider.AUTO))) {
            return finding(models(DRIVER), inference.preferredProvider());
        }
    }

    static Finding finding(List<String> cards, ProviderChoice choice) {
        String runsOn = "networks run on " + choice.provider() + " (" + choice.reason() + ")";
        if (cards.isEmpty()) {
            return Finding.ok("GPU", "none; " + runsOn);
        }
        String found = String.join(", ", cards) + "; " + runsOn;
        return choice.provider() == ExecutionProvider.CPU
                ? Finding.absent(
                        "GPU",
                        found,
                        "Build with the Maven profile gpu (mvn -Pgpu), and install CUDA and cuDNN where they are missing.")
                : Finding.ok("GPU", found);
    }

    static List<String> models(Path driver) {
        List<String> models = new ArrayList<>();
        try (DirectoryStream<Path> cards = Files.newDirectoryStream(driver.resolve("gpus"))) {
            for (Path card : cards) {
                for (String line : Files.readAllLines(card.resolve("information"), StandardCharsets.ISO_8859_1)) {
                    if (line.toLowerCase(Locale.ROOT).startsWith(MODEL)) {
                        models.add(line.substring(MODEL.length()).strip());
                    }
                }
            }
        } catch (IOException absent) {
            return List.of();
        }
        return models;
    }
}
