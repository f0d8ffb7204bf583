package parley.server.doctor;

import java.util.List;
import java.util.Optional;
import parley.server.config.GatewayConfiguration;
import parley.turns.end.AudioEndingModel;
import parley.turns.engine.EngineException;
import parley.turns.engine.Picked;
import parley.turns.engine.TurnEngines;
import parley.turns.voice.VoiceModel;

/** Which networks would hear voices and ends of turns here, and why; they are loaded to see that they work. */
final class TurnEngineChecks {
    private static final String VOICES = "voice activity";
    private static final String ENDINGS = "end of turn";

    private final TurnEngines engines;

    TurnEngineChecks(TurnEngines engines) {
        this.engines = engines;
    }

    List<Finding> run(GatewayConfiguration.Turns turns) {
        return List.of(voices(turns), endings(turns));
    }

    private Finding voices(GatewayConfiguration.Turns turns) {
        try {
            Picked<VoiceModel> picked = engines.voices(turns.voiceActivity(), TurnEngines.Speakers.PEOPLE);
            try (VoiceModel model = picked.engine()) {
                return Finding.ok(VOICES, model.name() + ": " + picked.why());
            }
        } catch (EngineException e) {
            return Finding.broken(
                    VOICES, String.valueOf(e.getMessage()), "Or set turns.voice-activity to auto or bundled.");
        }
    }

    private Finding endings(GatewayConfiguration.Turns turns) {
        try {
            Picked<Optional<AudioEndingModel>> picked = engines.ending(turns.ending());
            String name = picked.engine().map(AudioEndingModel::name).orElse("bundled");
            picked.engine().ifPresent(AudioEndingModel::close);
            return Finding.ok(ENDINGS, name + ": " + picked.why());
        } catch (EngineException e) {
            return Finding.broken(ENDINGS, String.valueOf(e.getMessage()), "Or set turns.ending to auto or bundled.");
        }
    }
}
