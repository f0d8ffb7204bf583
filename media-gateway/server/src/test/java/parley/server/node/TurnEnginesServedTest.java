package parley.server.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TurnEnginesServedTest {
    @TempDir
    Path folder;

    @Test
    void shouldTellWhichEnginesAreAtWork() throws Exception {
        try (RunningGateway gateway = RunningGateway.start(
                folder,
                root -> root.putObject("turns").put("voice-activity", "bundled").put("ending", "bundled"))) {
            assertThat(gateway.get("", "/metrics").text())
                    .contains("parley_turns_engine{engine=\"bundled\",part=\"voice-activity\"} 1.0")
                    .contains("parley_turns_engine{engine=\"silero\",part=\"voice-activity\"} 0.0")
                    .contains("parley_turns_engine{engine=\"bundled\",part=\"ending\"} 1.0")
                    .contains("parley_voices_failures 0.0");
            assertThat(gateway.node.models())
                    .containsEntry("voices", "bundled (asked for)")
                    .containsEntry("endings", "words, melody and silence (asked for)");
        }
    }
}
