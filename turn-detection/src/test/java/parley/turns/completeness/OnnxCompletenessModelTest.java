package parley.turns.completeness;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OnnxCompletenessModelTest {
    @ParameterizedTest
    @CsvSource({
        "i would like to book a table for, UNFINISHED",
        "can you send me the minutes, FINISHED",
        "hold on a second, WAIT",
        "so the problem is that we, UNFINISHED",
        "give me a minute to think, WAIT",
        "yes please, FINISHED",
        "my number is five five five, UNFINISHED",
        "i wanted to say um, UNFINISHED",
        "thank you very much, FINISHED"
    })
    void shouldJudgePlainLines(String words, Completeness.Label label) {
        try (OnnxCompletenessModel model = OnnxCompletenessModel.bundled()) {
            assertThat(model.judge(List.of(new CompletenessModel.Line("", words)))[0].label())
                    .isEqualTo(label);
        }
    }

    @Test
    void shouldKnowAnAnswerByItsQuestion() {
        try (OnnxCompletenessModel model = OnnxCompletenessModel.bundled()) {
            Completeness[] c = model.judge(List.of(
                    new CompletenessModel.Line("what's your phone number", "five five five"),
                    new CompletenessModel.Line("how many would you like", "five")));
            assertThat(c[0].label()).isEqualTo(Completeness.Label.UNFINISHED);
            assertThat(c[1].label()).isEqualTo(Completeness.Label.FINISHED);
        }
    }

    @Test
    void shouldJudgeABatchAsItJudgesEachLine() {
        try (OnnxCompletenessModel model = OnnxCompletenessModel.bundled()) {
            CompletenessModel.Line a = new CompletenessModel.Line("", "what about the");
            CompletenessModel.Line b = new CompletenessModel.Line("anything else", "no that's all");
            Completeness[] both = model.judge(List.of(a, b));
            assertThat(both[0].unfinished())
                    .isCloseTo(model.judge(List.of(a))[0].unfinished(), org.assertj.core.data.Offset.offset(1e-5));
            assertThat(both[1].finished())
                    .isCloseTo(model.judge(List.of(b))[0].finished(), org.assertj.core.data.Offset.offset(1e-5));
        }
    }

    @Test
    void shouldStayBelowFiveMegabytes() throws IOException {
        try (InputStream in = OnnxCompletenessModel.class.getResourceAsStream(OnnxCompletenessModel.BUNDLED)) {
            assertThat(in).isNotNull();
            assertThat(in.readAllBytes().length).isLessThan(5_000_000);
        }
    }
}
