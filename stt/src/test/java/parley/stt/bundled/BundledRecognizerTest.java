package parley.stt.bundled;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import parley.audio.pcm.PcmFrame;
import parley.audio.pcm.SampleRate;
import parley.audio.resample.Resampler;
import parley.audio.wav.WavReader;
import parley.inference.BatcherSettings;
import parley.inference.ExecutionProvider;
import parley.inference.Inference;
import parley.inference.InferenceSettings;
import parley.inference.catalog.CacheDirectory;
import parley.stt.Collected;
import parley.stt.Recognition;
import parley.stt.RecognizerStream;
import parley.stt.StreamSettings;
import parley.stt.Word;
import parley.stt.bench.WordErrors;
import parley.stt.streaming.StreamingRecognizer;
import parley.stt.streaming.StreamingSettings;

class BundledRecognizerTest {
    @TempDir
    static Path folder;

    private static Inference inference;
    private static StreamingRecognizer recognizer;

    @BeforeAll
    static void open() {
        inference = new Inference(new InferenceSettings(2, 1, ExecutionProvider.CPU));
        recognizer = BundledRecognizer.open(
                inference,
                BatcherSettings.DEFAULT,
                StreamingSettings.MEETING,
                new CacheDirectory(folder),
                task -> Thread.ofVirtual().start(task));
    }

    @AfterAll
    static void close() {
        recognizer.close();
        inference.close();
    }

    private static short[] speech(String text) throws IOException, InterruptedException {
        Path file = folder.resolve("speech.wav");
        Process flite;
        try {
            flite = new ProcessBuilder("flite", "-voice", "slt", "-t", text, "-o", file.toString()).start();
        } catch (IOException e) {
            Assumptions.abort("flite speaks in this test: apt-get install flite");
            throw e;
        }
        assertThat(flite.waitFor()).isZero();
        PcmFrame frame = WavReader.readMono(file);
        short[] samples = Resampler.convert(frame.samples(), frame.rate(), SampleRate.KHZ_16);
        short[] padded = new short[3_200 + samples.length + 4_800];
        System.arraycopy(samples, 0, padded, 3_200, samples.length);
        Files.delete(file);
        return padded;
    }

    @Test
    void shouldHearASyntheticVoice() throws Exception {
        String said = "the meeting starts at nine and we will talk about the budget";
        short[] samples = speech(said);
        Collected collected = new Collected();
        try (RecognizerStream stream = recognizer.open(StreamSettings.of("test"), collected)) {
            long position = collected.feed(stream, samples, 32_000);
            stream.flush();
            Recognition last = collected.awaitFinal();
            assertThat(new WordErrors().add(said, last.text())).isLessThanOrEqualTo(4);
            assertThat(last.isFinal()).isTrue();
            assertThat(last.endSample()).isEqualTo(position);
            assertThat(last.startSample()).isBetween(32_000L, 42_000L);
            assertThat(last.words()).allMatch(Word::stable);
            assertThat(last.words().getLast().endSample()).isBetween(position - 12_000, position);
            assertThat(collected.partials()).isNotEmpty();

            // The next utterance begins with nothing of the last.
            stream.flush();
            assertThat(collected.awaitFinal().words()).isEmpty();
            collected.feed(stream, samples, position + 160_000);
            stream.flush();
            Recognition again = collected.awaitFinal();
            assertThat(again.startSample()).isGreaterThan(position + 150_000);
            assertThat(new WordErrors().add(said, again.text())).isLessThanOrEqualTo(4);
        }
    }

    @Test
    void shouldHearManyAtOnceAsItHearsOne() throws Exception {
        short[] samples = speech("can you send me the report tomorrow");
        Collected alone = new Collected();
        String expected;
        try (RecognizerStream stream = recognizer.open(StreamSettings.of("alone"), alone)) {
            alone.feed(stream, samples, 0);
            stream.flush();
            expected = alone.awaitFinal().text();
        }
        List<Collected> all =
                java.util.stream.Stream.generate(Collected::new).limit(8).toList();
        List<RecognizerStream> streams = all.stream()
                .map(collected -> recognizer.open(StreamSettings.of("one of many"), collected))
                .toList();
        for (int at = 0; at < samples.length; at += 320) {
            short[] frame = java.util.Arrays.copyOfRange(samples, at, Math.min(samples.length, at + 320));
            for (RecognizerStream stream : streams) {
                stream.accept(new PcmFrame(SampleRate.KHZ_16, at, frame));
            }
        }
        streams.forEach(RecognizerStream::flush);
        for (Collected collected : all) {
            assertThat(collected.awaitFinal().text()).isEqualTo(expected);
        }
        streams.forEach(RecognizerStream::close);
        assertThat(recognizer.batcher().stats().largestBatchSeen()).isGreaterThan(1);
    }

    @Test
    void shouldSayNothingAboutSilence() throws Exception {
        Collected collected = new Collected();
        try (RecognizerStream stream = recognizer.open(StreamSettings.of("silent"), collected)) {
            collected.feed(stream, new short[32_000], 0);
            stream.flush();
            Recognition last = collected.awaitFinal();
            assertThat(last.text()).isEmpty();
            assertThat(last.endSample()).isEqualTo(32_000);
        }
    }

    @Test
    void shouldEndAMonologueByItself() throws Exception {
        short[] samples = speech("first we look at the numbers");
        StreamingRecognizer recording = BundledRecognizer.open(
                inference,
                BatcherSettings.UNBATCHED,
                StreamingSettings.RECORDING,
                new CacheDirectory(folder),
                Runnable::run);
        Collected collected = new Collected();
        try (RecognizerStream stream = recording.open(StreamSettings.of("recording"), collected)) {
            long position = collected.feed(stream, samples, 0);
            collected.feed(stream, new short[24_000], position);
            assertThat(collected.awaitFinal().words()).isNotEmpty();
        }
        recording.close();
    }
}
