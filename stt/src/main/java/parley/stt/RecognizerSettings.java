package parley.stt;

import java.util.Locale;
import java.util.Optional;

/**
 * Which engine should listen.
 *
 * @param engine what to use; {@link Engine#AUTO} takes the best that is here for {@code hears}
 * @param model a model's name in the catalog, for engines that have several
 * @param remote the endpoint of {@link Engine#REMOTE}
 */
public record RecognizerSettings(
        Engine engine, RecognizerInfo.Hears hears, Optional<String> model, Optional<RemoteEndpoint> remote) {
    public enum Engine {
        AUTO,
        BUNDLED,
        ONNX,
        VOSK,
        POCKETSPHINX,
        REMOTE;

        public static Engine parse(String text) {
            for (Engine engine : values()) {
                if (engine.name().equalsIgnoreCase(text)) {
                    return engine;
                }
            }
            throw new IllegalArgumentException("recognition engine '" + text
                    + "': allowed are auto, bundled, onnx, vosk, pocketsphinx and remote");
        }

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * An OpenAI-compatible transcription endpoint.
     *
     * @param url up to and without {@code /audio/transcriptions}
     * @param key sent as a bearer token; never logged
     */
    public record RemoteEndpoint(String url, String key, String model) {
        @Override
        public String toString() {
            return url + ", model " + model;
        }
    }

    public static RecognizerSettings auto(RecognizerInfo.Hears hears) {
        return new RecognizerSettings(Engine.AUTO, hears, Optional.empty(), Optional.empty());
    }

    public static RecognizerSettings of(Engine engine) {
        return new RecognizerSettings(engine, RecognizerInfo.Hears.PEOPLE, Optional.empty(), Optional.empty());
    }
}
