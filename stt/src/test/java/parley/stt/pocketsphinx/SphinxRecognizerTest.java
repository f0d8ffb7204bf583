package parley.stt.pocketsphinx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import parley.audio.wav.WavReader;
import parley.stt.Collected;
import parley.stt.Recognition;
import parley.stt.RecognizerException;
import parley.stt.RecognizerStream;
import parley.stt.StreamSettings;

class SphinxRecognizerTest {
    @Test
    void shouldHearAPersonTwiceTheSame() throws Exception {
        Assumptions.assumeTrue(
                SphinxRecognizer.isInstalled(),
                "PocketSphinx is not installed: apt-get install libpocketsphinx3 pocketsphinx-en-us");
        String repository = System.getenv().getOrDefault("PARLEY_REPOSITORY", "..");
        String data = System.getenv().getOrDefault("PARLEY_TEST_DATA", repository + "/../shared/data");
        Path file = Path.of(data, "human-dev", "goforward.wav");
        Assumptions.assumeTrue(Files.exists(file), "no " + file + ": set PARLEY_TEST_DATA");
        short[] samples = WavReader.readMono(file).samples();
        try (SphinxRecognizer recognizer = SphinxRecognizer.open(1)) {
            Collected collected = new Collected();
            try (RecognizerStream stream = recognizer.open(StreamSettings.of("person"), collected)) {
                assertThatThrownBy(() -> recognizer.open(StreamSettings.of("one more"), collected))
                        .isInstanceOfSatisfying(
                                RecognizerException.class,
                                e -> assertThat(e.reason()).isEqualTo(RecognizerException.Reason.OVERLOADED));
                long position = 0;
                for (int round = 0; round < 2; round++) {
                    long from = position;
                    position = collected.feed(stream, samples, position);
                    stream.flush();
                    Recognition heard = collected.awaitFinal();
                    assertThat(heard.text()).isEqualTo("go forward ten meters");
                    assertThat(heard.words().get(0).startSample()).isBetween(from, from + 12_000);
                    assertThat(heard.words().getLast().endSample()).isLessThanOrEqualTo(position);
                }
            }
        }
    }
}
