package parley.webrtc.netem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class NetworkEmulatorTest {
    private static final long MILLI = 1_000_000;

    private record Arrival(int packet, long atNanos) {}

    private static List<Arrival> travel(NetworkConditions conditions, int packets, long seed) {
        NetworkEmulator<Integer> network = new NetworkEmulator<>(conditions, new Random(seed));
        List<Arrival> arrivals = new ArrayList<>();
        for (int i = 0; i < packets; i++) {
            collect(network, i * 20L * MILLI, arrivals);
            network.send(i, 100, i * 20L * MILLI);
        }
        collect(network, Long.MAX_VALUE - 1, arrivals);
        return arrivals;
    }

    private static void collect(NetworkEmulator<Integer> network, long untilNanos, List<Arrival> arrivals) {
        while (network.nextDeadlineNanos() <= untilNanos) {
            long now = network.nextDeadlineNanos();
            assertThat(network.poll(now - 1)).isNull();
            arrivals.add(new Arrival(network.poll(now), now));
        }
    }

    @Test
    void shouldDeliverEverythingAfterTheDelay() {
        List<Arrival> arrivals = travel(NetworkConditions.PERFECT.withDelay(30, 0), 100, 1);
        assertThat(arrivals).hasSize(100).allMatch(a -> a.atNanos == a.packet * 20L * MILLI + 30 * MILLI);
    }

    @Test
    void shouldLoseTheShareThatWasAskedFor() {
        assertThat(travel(NetworkConditions.PERFECT.withLoss(0.1), 50_000, 2).size())
                .isCloseTo(45_000, within(400));
    }

    @Test
    void shouldLoseInBursts() {
        List<Arrival> arrivals = travel(NetworkConditions.PERFECT.withBursts(0.1, 5), 100_000, 3);
        assertThat(arrivals.size()).isCloseTo(90_000, within(1_500));
        int gaps = 0;
        for (int i = 1; i < arrivals.size(); i++) {
            gaps += arrivals.get(i).packet > arrivals.get(i - 1).packet + 1 ? 1 : 0;
        }
        assertThat((100_000.0 - arrivals.size()) / gaps).isCloseTo(5, within(0.5));
    }

    @Test
    void shouldKeepTheOrderUnderJitterAloneAndBreakItWhenAsked() {
        List<Arrival> jittered = travel(NetworkConditions.PERFECT.withDelay(10, 30), 5_000, 4);
        assertThat(jittered).extracting(Arrival::packet).isSorted();
        List<Arrival> reordered = travel(NetworkConditions.PERFECT.withReordering(0.1, 50), 5_000, 4);
        assertThat(reordered).hasSize(5_000);
        int overtaken = 0;
        for (int i = 1; i < reordered.size(); i++) {
            overtaken += reordered.get(i).packet < reordered.get(i - 1).packet ? 1 : 0;
        }
        assertThat(overtaken).isBetween(350, 600);
    }

    @Test
    void shouldDuplicateAndRespectTheMtu() {
        assertThat(travel(NetworkConditions.PERFECT.withDuplication(0.2), 5_000, 5)
                        .size())
                .isCloseTo(6_000, within(150));
        assertThat(travel(NetworkConditions.PERFECT.withMtu(99), 10, 5)).isEmpty();
    }

    @Test
    void shouldDoTheSameForTheSameSeed() {
        NetworkConditions bad =
                NetworkConditions.PERFECT.withLoss(0.1).withDelay(20, 10).withDuplication(0.1);
        assertThat(travel(bad, 1_000, 6)).isEqualTo(travel(bad, 1_000, 6)).isNotEqualTo(travel(bad, 1_000, 7));
    }

    @Test
    void shouldRefuseImpossibleShares() {
        assertThatThrownBy(() -> NetworkConditions.PERFECT.withLoss(1.5)).hasMessageContaining("loss");
    }
}
