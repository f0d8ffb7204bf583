package parley.connectors.voice;

import static org.assertj.core.api.Assertions.assertThatCode;

import org.junit.jupiter.api.Test;

final class VoicePathTest {
    @Test
    void shouldSendAHumTheWholeWay() {
        assertThatCode(VoicePath::warmUp).doesNotThrowAnyException();
    }
}
