package parley.conversation.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import parley.conversation.event.Waterfall.Moments;
import parley.conversation.event.Waterfall.Span;
import parley.conversation.event.Waterfall.Stage;

class WaterfallTest {
    @Test
    void shouldSumToTheTotalWhateverTheOrderOfMoments() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int round = 0; round < 20_000; round++) {
            long start = random.nextLong(1_000_000_000_000L);
            Moments moments = new Moments(start);
            for (Stage stage : Stage.values()) {
                if (stage == Stage.PACKET_OUT || random.nextInt(4) > 0) {
                    moments.met(stage, start + random.nextLong(3_000_000_000L) - 200_000_000L);
                }
            }
            Waterfall waterfall = moments.close("t").orElseThrow();
            assertThat(waterfall.spans())
                    .as("seed %d round %d", seed, round)
                    .allSatisfy(s -> assertThat(s.nanos()).isNotNegative());
            assertThat(waterfall.spans().stream().mapToLong(Span::nanos).sum())
                    .as("seed %d round %d", seed, round)
                    .isEqualTo(waterfall.totalNanos());
            assertThat(waterfall.culprit().isEmpty())
                    .isEqualTo(waterfall.totalNanos() <= waterfall.budgetMillis() * 1_000_000L);
        }
    }

    @Test
    void shouldNameTheCulprit() {
        Moments moments = new Moments(0);
        moments.met(Stage.DECIDED, 200_000_000);
        moments.met(Stage.FIRST_TOKEN, 900_000_000);
        moments.met(Stage.PACKET_OUT, 910_000_000);
        assertThat(moments.close("t").orElseThrow().culprit()).isEqualTo("first-token");
    }

    @Test
    void shouldChargeNothingForWhatWasPreparedBeforeTheDecision() {
        Moments moments = new Moments(0);
        moments.met(Stage.FIRST_AUDIO, 120_000_000);
        moments.met(Stage.DECIDED, 200_000_000);
        moments.met(Stage.PACKET_OUT, 215_000_000);
        Waterfall waterfall = moments.close("t").orElseThrow();
        assertThat(waterfall.spans().get(5).nanos()).isZero();
        assertThat(waterfall.spans().get(1).nanos()).isEqualTo(200_000_000);
    }
}
