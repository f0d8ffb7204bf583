package parley.stt.language;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

class AdaptedModelTest {
    /** Knows five words, all alike. */
    private static final LanguageModel EVEN = new LanguageModel() {
        private static final List<String> WORDS = List.of("<s>", "day", "night", "of", "the");

        @Override
        public int words() {
            return WORDS.size();
        }

        @Override
        public int id(String word) {
            return WORDS.indexOf(word);
        }

        @Override
        public float unigram(int word) {
            return (float) Math.log(0.2);
        }

        @Override
        public float backoff(int last) {
            return 0;
        }

        @Override
        public float backoff(int beforeLast, int last) {
            return 0;
        }

        @Override
        public float trigram(int word, int last, int beforeLast, float backoffLast, float backoffPair) {
            return unigram(word);
        }
    };

    private static InputStream gzipped(String text) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return new ByteArrayInputStream(bytes.toByteArray());
    }

    private static AdaptedModel adapted(String text) throws IOException {
        return new AdaptedModel(EVEN, gzipped(text), 0.5);
    }

    private static double probability(LanguageModel model, String word, String last, String beforeLast) {
        return Math.exp(model.trigram(model.id(word), model.id(last), model.id(beforeLast)));
    }

    @Test
    void shouldRaiseWhatItsTextSays() throws IOException {
        AdaptedModel model = adapted("<s>\tthe 4\nof the\tday 3\tnight\n");
        assertThat(probability(model, "day", "the", "of")).isGreaterThan(probability(model, "night", "the", "of"));
        assertThat(probability(model, "night", "the", "of")).isGreaterThan(probability(model, "of", "the", "of"));
        // Known after one word, not after these two.
        assertThat(probability(model, "day", "the", "night")).isGreaterThan(probability(model, "of", "the", "night"));
        assertThat(Math.exp(model.unigram(model.id("the")))).isGreaterThan(0.2);
    }

    @Test
    void shouldSumToOneAfterEveryHistory() throws IOException {
        AdaptedModel model = adapted("<s>\tthe 4\nof the\tday 3\tnight\nthe day\tof\n");
        for (String last : List.of("the", "day", "nothing", "<s>")) {
            for (String beforeLast : List.of("of", "the", "nothing")) {
                double sum = 0;
                for (String word : List.of("<s>", "day", "night", "of", "the")) {
                    sum += probability(model, word, last, beforeLast);
                }
                assertThat(sum).as(beforeLast + " " + last).isCloseTo(1, within(1e-5));
            }
        }
    }

    @Test
    void shouldLeaveOutWordsThatNobodyKnows() throws IOException {
        AdaptedModel model = adapted("of xyzzy\tday\nof the\txyzzy 9\tday\n");
        assertThat(probability(model, "day", "the", "of")).isGreaterThan(0.3);
        assertThat(model.id("xyzzy")).isEqualTo(TrigramModel.UNKNOWN);
    }

    @Test
    void shouldRefuseDamagedCounts() throws IOException {
        assertThatThrownBy(() -> adapted("of the\tday many\n")).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> new AdaptedModel(EVEN, new ByteArrayInputStream(new byte[] {1, 2}), 0.5))
                .isInstanceOf(IOException.class);
        assertThatThrownBy(() -> new AdaptedModel(EVEN, gzipped(""), 1)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void shouldAnswerAnyTextWithAModelOrATypedError() {
        long seed = 11;
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        String signs = "the of day<s>\t\t  \n\n123-";
        int read = 0;
        for (int round = 0; round < 2_000; round++) {
            StringBuilder text = new StringBuilder();
            for (int i = random.nextInt(60); i > 0; i--) {
                text.append(signs.charAt(random.nextInt(signs.length())));
            }
            try {
                assertThat(adapted(text.toString()).unigram(1)).isNegative();
                read++;
            } catch (IOException e) {
                assertThat(e).isNotNull();
            }
        }
        assertThat(read).isPositive();
    }
}
