package parley.turns.engine;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import parley.inference.catalog.CacheDirectory;
import parley.inference.catalog.Catalog;
import parley.inference.catalog.CatalogEntry;
import parley.inference.catalog.ModelStore;
import parley.turns.end.AudioEndingModel;
import parley.turns.end.SmartTurnModel;
import parley.turns.voice.OnnxVoiceModel;
import parley.turns.voice.VoiceChunk;
import parley.turns.voice.VoiceModel;

/** Picks the networks behind turn-taking. An engine that was asked for by name is had or refused; {@code auto} always has one. */
public final class TurnEngines {
    /** Their names in the catalog. */
    public static final String SILERO = "silero-vad";

    public static final String SMART_TURN = "smart-turn-v3";

    private static final String ENDING_ALONE = "words, melody and silence end turns sooner than with an audio model";

    private static final Logger LOG = LoggerFactory.getLogger(TurnEngines.class);

    /** Who is listened to. The bundled network has heard synthetic voices only, and is at its best with them. */
    public enum Speakers {
        PEOPLE,
        SYNTHETIC_VOICES
    }

    /** Where the only file of a pulled model lies; empty where it is not pulled. */
    @FunctionalInterface
    public interface Pulled {
        Optional<Path> file(String catalogName);
    }

    private final Pulled pulled;

    public TurnEngines(Pulled pulled) {
        this.pulled = pulled;
    }

    /** With the models that {@code ./parley models pull} put there. */
    public static TurnEngines in(CacheDirectory cache) {
        ModelStore store = new ModelStore(cache);
        return new TurnEngines(name -> Catalog.bundled()
                .find(name)
                .filter(store::isInstalled)
                .map(entry -> store.folder(entry).resolve(onlyFile(entry))));
    }

    private static String onlyFile(CatalogEntry entry) {
        return entry.files().getFirst().path();
    }

    /** What tells voices from silence; closed by the caller. */
    public Picked<VoiceModel> voices(VoiceActivity choice, Speakers speakers) throws EngineException {
        return switch (choice) {
            case BUNDLED -> new Picked<>(OnnxVoiceModel.bundled(), "asked for");
            case SILERO -> new Picked<>(silero(), "asked for");
            case AUTO -> automatic(speakers);
        };
    }

    private Picked<VoiceModel> automatic(Speakers speakers) {
        if (speakers == Speakers.SYNTHETIC_VOICES) {
            return new Picked<>(OnnxVoiceModel.bundled(), "the speakers are synthesizers, which it was trained on");
        }
        if (pulled.file(SILERO).isEmpty()) {
            return new Picked<>(OnnxVoiceModel.bundled(), SILERO + ", which has heard people, is not pulled");
        }
        try {
            return new Picked<>(silero(), "it is pulled and has heard people");
        } catch (EngineException e) {
            LOG.warn("{}; the bundled one listens instead", e.getMessage());
            return new Picked<>(OnnxVoiceModel.bundled(), String.valueOf(e.getMessage()));
        }
    }

    private VoiceModel silero() throws EngineException {
        Path file = require(SILERO);
        VoiceModel model;
        try {
            model = OnnxVoiceModel.file("silero", file);
        } catch (IOException | RuntimeException e) {
            throw broken(SILERO, e);
        }
        try {
            // What is no Silero at all is found here, not in the first meeting.
            VoiceChunk silence = new VoiceChunk(new float[VoiceChunk.INPUT], 0, -90, 0, 0);
            model.probabilities(List.of(silence), List.of(new float[VoiceModel.STATE]));
            return new StandbyVoiceModel(model, OnnxVoiceModel.bundled());
        } catch (RuntimeException e) {
            model.close();
            throw broken(SILERO, e);
        }
    }

    /** What listens to the ends of turns beside words, melody and silence; empty for nothing. Closed by the caller. */
    public Picked<Optional<AudioEndingModel>> ending(Ending choice) throws EngineException {
        return switch (choice) {
            case BUNDLED -> new Picked<>(Optional.empty(), "asked for");
            case AUTO -> new Picked<>(Optional.empty(), ENDING_ALONE);
            case SMART_TURN -> new Picked<>(Optional.of(smartTurn()), "asked for");
        };
    }

    private AudioEndingModel smartTurn() throws EngineException {
        Path file = require(SMART_TURN);
        AudioEndingModel model;
        try {
            model = new SmartTurnModel(file);
        } catch (IOException | RuntimeException e) {
            throw broken(SMART_TURN, e);
        }
        try {
            model.finished(new short[VoiceChunk.RATE]);
            return model;
        } catch (RuntimeException e) {
            model.close();
            throw broken(SMART_TURN, e);
        }
    }

    private Path require(String name) throws EngineException {
        return pulled.file(name)
                .orElseThrow(() -> new EngineException(
                        EngineException.Reason.MODEL_MISSING,
                        name + " is not installed; get it with: ./parley models pull " + name));
    }

    private static EngineException broken(String name, Exception cause) {
        return new EngineException(
                EngineException.Reason.MODEL_BROKEN,
                name + " is installed but does not work: " + cause.getMessage()
                        + "; get it anew with: ./parley models pull " + name,
                cause);
    }
}
