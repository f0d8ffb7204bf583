package parley.stt.ctc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import parley.inference.BatcherSettings;
import parley.inference.ExecutionProvider;
import parley.inference.Inference;
import parley.inference.InferenceSettings;
import parley.inference.catalog.CacheDirectory;
import parley.stt.Collected;
import parley.stt.Recognition;
import parley.stt.RecognizerException;
import parley.stt.RecognizerStream;
import parley.stt.StreamSettings;
import parley.stt.decode.DecodedWord;
import parley.stt.decode.PhraseTrie;
import parley.stt.lexicon.OwnVocabulary;
import parley.stt.streaming.StreamingRecognizer;
import parley.stt.streaming.StreamingSettings;
import parley.stt.transducer.TokenList;

class CtcRecognizerTest {
    @TempDir
    static Path folder;

    private static OwnVocabulary english;

    @BeforeAll
    static void load() throws IOException {
        english = OwnVocabulary.english(new CacheDirectory(folder.resolve("cache")), Runnable::run);
        try (InputStream in = CtcRecognizerTest.class.getResourceAsStream("model.onnx")) {
            Files.copy(in, folder.resolve("model.onnx"));
        }
        Files.writeString(folder.resolve("tokens.txt"), "<blk> 0\n\u2581low 1\n\u2581mid 2\ndle 3\n\u2581high 4\n");
    }

    private static TokenList letters() {
        List<String> tokens = new ArrayList<>(List.of("<blk>", "|"));
        for (char letter = 'a'; letter <= 'z'; letter++) {
            tokens.add(String.valueOf(letter));
        }
        return new TokenList(tokens);
    }

    /** Rows in which each place of a pattern is sure, or torn between two letters: {@code [ab]}. */
    private static List<DecodedWord> search(PhraseTrie expected, String pattern) {
        TokenList tokens = letters();
        CtcSearch search = new CtcSearch(tokens, english.words().language(), expected);
        for (int at = 0; at < pattern.length(); at++) {
            float[] row = new float[tokens.size()];
            java.util.Arrays.fill(row, -12f);
            if (pattern.charAt(at) == '[') {
                row[number(pattern.charAt(at + 1))] = -0.6f;
                row[number(pattern.charAt(at + 2))] = -0.8f;
                at += 3;
            } else {
                row[number(pattern.charAt(at))] = -0.01f;
            }
            search.accept(row, 0, 1);
            assertThat(search.partial()).isNotNull();
        }
        return search.finish();
    }

    private static int number(char letter) {
        return letter == '_' ? 0 : letter == ' ' ? 1 : letter - 'a' + 2;
    }

    private static String text(List<DecodedWord> words) {
        return String.join(" ", words.stream().map(DecodedWord::text).toList());
    }

    @Test
    void shouldCollapseRepeatsAndKeepDoubleLettersApart() {
        assertThat(text(search(PhraseTrie.NONE, "_hhe_ll_loo_  _yy_ou_"))).isEqualTo("hello you");
    }

    @Test
    void shouldPreferTheWordThatFitsItsNeighbours() {
        assertThat(text(search(PhraseTrie.NONE, "the t[pi]me of the [zy]ear"))).isEqualTo("the time of the year");
    }

    @Test
    void shouldBeDrawnToExpectedNames() {
        String heard = "ask [tp]arl[ae]y";
        assertThat(text(search(new PhraseTrie(List.of("Parley")), heard))).isEqualTo("ask parley");
        assertThat(text(search(new PhraseTrie(List.of("Tarlay")), heard))).isEqualTo("ask tarlay");
    }

    @Test
    void shouldPlaceWordsByTheirFrames() {
        List<DecodedWord> words = search(PhraseTrie.NONE, "____yes____ ___no");
        assertThat(words.get(0).startFrame()).isEqualTo(4);
        assertThat(words.get(0).endFrame()).isEqualTo(6);
        assertThat(words.get(1).startFrame()).isEqualTo(15);
        assertThat(words).allMatch(DecodedWord::stable);
    }

    private static short[] tones(double... hertz) {
        short[] samples = new short[hertz.length * 8_000];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = (short) (8_000 * Math.sin(2 * Math.PI * hertz[i / 8_000] * i / 16_000));
        }
        return samples;
    }

    @Test
    void shouldHearThroughAPublishedContract() throws Exception {
        try (Inference inference = new Inference(new InferenceSettings(1, 1, ExecutionProvider.CPU));
                StreamingRecognizer recognizer = CtcRecognizer.open(
                        inference,
                        folder,
                        "toy",
                        BatcherSettings.UNBATCHED,
                        StreamingSettings.MEETING,
                        CompletableFuture.completedFuture(english))) {
            Collected collected = new Collected();
            try (RecognizerStream stream = recognizer.open(StreamSettings.of("test"), collected)) {
                collected.feed(stream, tones(150, 900, 2_000, 6_500), 0);
                stream.flush();
                Recognition last = collected.awaitFinal();
                assertThat(last.text()).isEqualTo("low middle high");
                assertThat(collected.partials()).contains("low");
            }
        }
    }

    @Test
    void shouldSayWhatIsMissing(@TempDir Path empty) throws IOException {
        assertThat(CtcRecognizer.isIn(empty)).isFalse();
        try (Inference inference = new Inference(new InferenceSettings(1, 1, ExecutionProvider.CPU))) {
            assertThatThrownBy(() -> CtcRecognizer.open(
                            inference,
                            empty,
                            "toy",
                            BatcherSettings.UNBATCHED,
                            StreamingSettings.MEETING,
                            CompletableFuture.completedFuture(english)))
                    .isInstanceOfSatisfying(
                            RecognizerException.class,
                            e -> assertThat(e.reason()).isEqualTo(RecognizerException.Reason.MODEL_MISSING));
        }
    }
}
