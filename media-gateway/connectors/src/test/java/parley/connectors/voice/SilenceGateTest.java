package parley.connectors.voice;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class SilenceGateTest {
    private final SilenceGate gate = new SilenceGate();

    @Test
    void shouldLetNobodyHearAQuietRoom() {
        for (int i = 0; i < 100; i++) {
            assertThat(gate.passes(62)).isFalse();
        }
    }

    @Test
    void shouldOpenWithTheFirstSoundAndStayOpenForTheSoftEndsOfWords() {
        assertThat(gate.passes(127)).isFalse();
        assertThat(gate.passes(30)).isTrue();
        int stayed = 0;
        while (gate.passes(127)) {
            stayed++;
        }
        assertThat(stayed).isEqualTo(14);
        assertThat(gate.passes(59)).isTrue();
    }
}
