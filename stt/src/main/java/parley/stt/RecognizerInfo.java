package parley.stt;

/**
 * Which engine listens, with which model.
 *
 * @param engine {@code onnx}, {@code vosk}, {@code pocketsphinx}, {@code remote}
 * @param model its name in the catalog, or {@code bundled}
 * @param hears whose speech the model was made for
 * @param note for the reader of a page or a log: what this model is good for, and the command that gets a better one
 */
public record RecognizerInfo(String engine, String model, String language, Hears hears, String note) {
    /** Whose speech a model was made for. */
    public enum Hears {
        PEOPLE,
        SYNTHETIC_VOICES
    }
}
