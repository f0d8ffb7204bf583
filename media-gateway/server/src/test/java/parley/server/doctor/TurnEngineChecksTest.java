package parley.server.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import parley.server.config.ConfigurationException;
import parley.server.config.ConfigurationLoader;
import parley.server.config.GatewayConfiguration;
import parley.turns.engine.TurnEngines;

class TurnEngineChecksTest {
    private static final TurnEngines NOTHING_PULLED = new TurnEngines(name -> Optional.empty());

    @TempDir
    Path folder;

    private static GatewayConfiguration.Turns turns(Map<String, String> environment) throws ConfigurationException {
        return ConfigurationLoader.load(Optional.empty(), environment).turns();
    }

    @Test
    void shouldSayWhatIsAtWorkAndWhy() throws Exception {
        List<Finding> findings = new TurnEngineChecks(NOTHING_PULLED).run(turns(Map.of()));

        assertThat(findings).allSatisfy(f -> assertThat(f.verdict()).isEqualTo(Finding.Verdict.OK));
        assertThat(findings.get(0).name()).isEqualTo("voice activity");
        assertThat(findings.get(0).detail()).startsWith("bundled").contains("silero-vad");
        assertThat(findings.get(1).name()).isEqualTo("end of turn");
        assertThat(findings.get(1).detail()).startsWith("bundled");
    }

    @Test
    void shouldCallAModelBrokenThatWasAskedForAndIsNotThere() throws Exception {
        List<Finding> findings = new TurnEngineChecks(NOTHING_PULLED)
                .run(turns(Map.of("PARLEY_TURNS_VOICE_ACTIVITY", "silero", "PARLEY_TURNS_ENDING", "smart-turn")));

        assertThat(findings).allSatisfy(f -> {
            assertThat(f.verdict()).isEqualTo(Finding.Verdict.BROKEN);
            assertThat(f.detail()).contains("./parley models pull");
            assertThat(f.remedy()).contains("auto");
        });
    }

    @Test
    void shouldTellThatThePulledModelDoesNotWork() throws Exception {
        Path file = Files.writeString(folder.resolve("model.onnx"), "no network");
        List<Finding> findings = new TurnEngineChecks(new TurnEngines(name -> Optional.of(file))).run(turns(Map.of()));

        assertThat(findings.getFirst().verdict()).isEqualTo(Finding.Verdict.OK);
        assertThat(findings.getFirst().detail()).startsWith("bundled").contains("does not work");
    }
}
