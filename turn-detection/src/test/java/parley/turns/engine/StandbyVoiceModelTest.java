package parley.turns.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import parley.turns.voice.VoiceChunk;
import parley.turns.voice.VoiceModel;

class StandbyVoiceModelTest {
    /** Counts the chunks of a stream in its state, and answers as told. */
    private static final class Counting implements VoiceModel {
        final String name;
        float answer = 0.5f;
        boolean failing;
        boolean closed;
        final List<Float> statesSeen = new ArrayList<>();

        Counting(String name) {
            this.name = name;
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public float[] probabilities(List<VoiceChunk> chunks, List<float[]> states) {
            if (failing) {
                throw new IllegalStateException("out of memory");
            }
            float[] answers = new float[chunks.size()];
            for (int i = 0; i < answers.length; i++) {
                statesSeen.add(states.get(i)[0]);
                states.get(i)[0]++;
                answers[i] = answer;
            }
            return answers;
        }

        @Override
        public void close() {
            closed = true;
        }
    }

    private static final VoiceChunk CHUNK = new VoiceChunk(new float[VoiceChunk.INPUT], 0, -90, 0, 0);

    private final Counting preferred = new Counting("preferred");
    private final Counting standby = new Counting("standby");
    private final StandbyVoiceModel model = new StandbyVoiceModel(preferred, standby);

    @Test
    void shouldScoreTheChunkThatTheFirstFailedAtAndEveryOneAfterIt() {
        float[] stream = new float[VoiceModel.STATE];
        preferred.answer = 0.9f;
        assertThat(model.probabilities(List.of(CHUNK), List.of(stream))).containsExactly(0.9f);

        preferred.failing = true;
        standby.answer = 0.2f;
        assertThat(model.probabilities(List.of(CHUNK), List.of(stream))).containsExactly(0.2f);
        preferred.failing = false;
        assertThat(model.probabilities(List.of(CHUNK), List.of(stream))).containsExactly(0.2f);
        assertThat(model.name()).isEqualTo("standby");
    }

    @Test
    void shouldBeginEachStreamAnewWithTheStandbyAndThenCarryItsState() {
        float[] stream = new float[VoiceModel.STATE];
        Arrays.fill(stream, 7);
        float[] quiet = new float[VoiceModel.STATE];
        Arrays.fill(quiet, 9);
        preferred.failing = true;

        model.probabilities(List.of(CHUNK), List.of(stream));
        model.probabilities(List.of(CHUNK), List.of(stream));
        // This stream had nothing to score when the other one met the failure.
        model.probabilities(List.of(CHUNK, CHUNK), List.of(stream, quiet));

        assertThat(standby.statesSeen).containsExactly(0f, 1f, 2f, 0f);
    }

    @Test
    void shouldTakeNonsenseForAFailure() {
        preferred.answer = Float.NaN;
        standby.answer = 0.1f;
        assertThat(model.probabilities(List.of(CHUNK), List.of(new float[VoiceModel.STATE])))
                .containsExactly(0.1f);
        assertThat(model.name()).isEqualTo("standby");
    }

    @Test
    void shouldCloseBoth() {
        model.close();
        assertThat(preferred.closed && standby.closed).isTrue();
    }
}
