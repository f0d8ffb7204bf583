package parley.turns.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import parley.turns.end.AudioEndingModel;
import parley.turns.engine.TurnEngines.Speakers;
import parley.turns.voice.VoiceChunk;
import parley.turns.voice.VoiceModel;

class TurnEnginesTest {
    private static final TurnEngines NOTHING_PULLED = new TurnEngines(name -> Optional.empty());

    @TempDir
    Path folder;

    private TurnEngines brokenFiles() throws IOException {
        Path file = Files.writeString(folder.resolve("model.onnx"), "this is no network");
        return new TurnEngines(name -> Optional.of(file));
    }

    private static TurnEngines models(String file) {
        String repository =
                Optional.ofNullable(System.getenv("PARLEY_REPOSITORY")).orElse("..");
        String models =
                Optional.ofNullable(System.getenv("PARLEY_TEST_MODELS")).orElse(repository + "/../shared/models");
        Path path = Path.of(models, file);
        assumeTrue(Files.isRegularFile(path), file + " is not here; set PARLEY_TEST_MODELS to a folder that has it");
        return new TurnEngines(name -> Optional.of(path));
    }

    @Test
    void shouldTakeTheBundledVoiceModelWhereNothingIsPulled() throws EngineException {
        Picked<VoiceModel> picked = NOTHING_PULLED.voices(VoiceActivity.AUTO, Speakers.PEOPLE);
        try (VoiceModel model = picked.engine()) {
            assertThat(model.name()).isEqualTo("bundled");
            assertThat(picked.why()).contains("silero-vad").contains("not pulled");
        }
    }

    @Test
    void shouldRefuseByNameWhatIsNotPulledAndSayHowToGetIt() {
        EngineException voices = catchThrowableOfType(
                EngineException.class, () -> NOTHING_PULLED.voices(VoiceActivity.SILERO, Speakers.PEOPLE));
        assertThat(voices.reason()).isEqualTo(EngineException.Reason.MODEL_MISSING);
        assertThat(voices).hasMessageContaining("./parley models pull silero-vad");

        EngineException endings =
                catchThrowableOfType(EngineException.class, () -> NOTHING_PULLED.ending(Ending.SMART_TURN));
        assertThat(endings.reason()).isEqualTo(EngineException.Reason.MODEL_MISSING);
        assertThat(endings).hasMessageContaining("./parley models pull smart-turn-v3");
    }

    @Test
    void shouldTellABrokenModelFromAMissingOne() throws IOException {
        TurnEngines broken = brokenFiles();
        EngineException voices =
                catchThrowableOfType(EngineException.class, () -> broken.voices(VoiceActivity.SILERO, Speakers.PEOPLE));
        assertThat(voices.reason()).isEqualTo(EngineException.Reason.MODEL_BROKEN);
        EngineException endings = catchThrowableOfType(EngineException.class, () -> broken.ending(Ending.SMART_TURN));
        assertThat(endings.reason()).isEqualTo(EngineException.Reason.MODEL_BROKEN);
    }

    @Test
    void shouldListenWithTheBundledModelWhereThePulledOneIsBroken() throws IOException {
        Picked<VoiceModel> picked = brokenFiles().voices(VoiceActivity.AUTO, Speakers.PEOPLE);
        try (VoiceModel model = picked.engine()) {
            assertThat(model.name()).isEqualTo("bundled");
            assertThat(picked.why()).contains("does not work");
        }
    }

    @Test
    void shouldTakeSileroForPeopleAndTheBundledOneForSynthesizers() throws EngineException {
        TurnEngines engines = models("silero_vad.onnx");
        try (VoiceModel people =
                        engines.voices(VoiceActivity.AUTO, Speakers.PEOPLE).engine();
                VoiceModel synthesizers = engines.voices(VoiceActivity.AUTO, Speakers.SYNTHETIC_VOICES)
                        .engine()) {
            assertThat(people.name()).isEqualTo("silero");
            assertThat(synthesizers.name()).isEqualTo("bundled");
            VoiceChunk silence = new VoiceChunk(new float[VoiceChunk.INPUT], 0, -90, 0, 0);
            assertThat(people.probabilities(List.of(silence), List.of(new float[VoiceModel.STATE]))[0])
                    .isLessThan(0.5f);
        }
    }

    @Test
    void shouldListenToEndingsOnlyWhereThatWasAskedFor() throws EngineException {
        TurnEngines engines = models("smart-turn-v3.2-cpu.onnx");
        assertThat(engines.ending(Ending.AUTO).engine()).isEmpty();
        assertThat(engines.ending(Ending.BUNDLED).engine()).isEmpty();
        try (AudioEndingModel model = engines.ending(Ending.SMART_TURN).engine().orElseThrow()) {
            assertThat(model.name()).isEqualTo("smart-turn-v3");
        }
    }
}
