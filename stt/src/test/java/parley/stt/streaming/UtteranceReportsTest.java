package parley.stt.streaming;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import parley.stt.Recognition;
import parley.stt.RecognitionListener;
import parley.stt.RecognizerException;
import parley.stt.decode.DecodedWord;
import parley.stt.decode.StreamDecoder;
import parley.stt.features.MelSettings;

class UtteranceReportsTest {
    private static final int FRAME = 640;
    /** 80 ms of frames of 40 ms. */
    private static final float[] CHUNK = new float[2];

    private final List<Recognition> results = new ArrayList<>();

    private UtteranceReports reports() {
        AcousticContract contract =
                new AcousticContract(MelSettings.bundled(), "features", "log_probs", 8, 8, FRAME, 0);
        RecognitionListener listener = new RecognitionListener() {
            @Override
            public void onResult(Recognition recognition) {
                results.add(recognition);
            }

            @Override
            public void onFailure(RecognizerException failure) {
                throw failure;
            }
        };
        return new UtteranceReports(contract, StreamingSettings.MEETING, true, "en", sample -> sample, listener);
    }

    @Test
    void shouldTellPartialsNoFasterThanTheyAreReadAndTheLastOneSoon() {
        UtteranceReports reports = reports();
        reports.use(new WordAChunk(7));
        for (int chunk = 0; chunk < 10; chunk++) {
            reports.take(CHUNK, false, 0);
        }
        assertThat(results)
                .extracting(recognition -> recognition.words().size())
                .containsExactly(2, 4, 6, 7);
        reports.take(CHUNK, true, 22L * FRAME);
        assertThat(results.getLast().isFinal()).isTrue();
        assertThat(results.getLast().words()).hasSize(7);
    }

    @Test
    void shouldKnowOfWordsThatItHasNotToldYet() {
        UtteranceReports reports = reports();
        reports.use(new WordAChunk(7));
        reports.take(CHUNK, false, 0);
        assertThat(results).isEmpty();
        assertThat(reports.insideUtterance()).isTrue();
        reports.take(CHUNK, true, 4L * FRAME);
        assertThat(reports.insideUtterance()).isFalse();
    }

    /** Hears another word in each chunk, until there are so many. */
    private static final class WordAChunk implements StreamDecoder {
        private final int most;
        private final List<DecodedWord> words = new ArrayList<>();
        private int frames;

        WordAChunk(int most) {
            this.most = most;
        }

        @Override
        public void accept(float[] logProbabilities, int offset, int count) {
            if (words.size() < most) {
                words.add(new DecodedWord("word", frames, frames + count - 1, 1, true));
            }
            frames += count;
        }

        @Override
        public List<DecodedWord> partial() {
            return List.copyOf(words);
        }

        @Override
        public List<DecodedWord> finish() {
            return List.copyOf(words);
        }

        @Override
        public void reset() {
            words.clear();
        }

        @Override
        public int rowSize() {
            return 1;
        }

        @Override
        public int frames() {
            return frames;
        }
    }
}
