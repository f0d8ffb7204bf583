package parley.stt.streaming;

import parley.inference.Model;
import parley.inference.TensorSpec;
import parley.stt.RecognizerException;
import parley.stt.features.MelSettings;

/**
 * How a streaming network wants to be fed, read from its graph and metadata.
 *
 * @param window frames in each request
 * @param shift frames from one request's beginning to the next's
 * @param frameSamples samples of sound for each output frame
 * @param lookAheadSamples how long after a sound its label may come
 */
public record AcousticContract(
        MelSettings features,
        String input,
        String output,
        int window,
        int shift,
        int frameSamples,
        int lookAheadSamples) {
    public AcousticContract {
        if (shift < 1 || shift > window || frameSamples < 1) {
            throw new IllegalArgumentException("window " + window + ", shift " + shift + ", frame " + frameSamples);
        }
    }

    /** Our own networks: {@code chunk_frames}, {@code subsampling}, {@code lookahead_frames}, {@code feature_dim}. */
    public static AcousticContract chunked(Model model) {
        MelSettings features = MelSettings.bundled();
        int bins = number(model, "feature_dim");
        if (bins != features.bins() || number(model, "sample_rate") != features.sampleRateHz()) {
            throw broken(model, "wants " + bins + " bins at " + number(model, "sample_rate") + " Hz");
        }
        int chunk = number(model, "chunk_frames");
        return new AcousticContract(
                features,
                firstInput(model),
                model.outputs().get(0).name(),
                chunk,
                chunk,
                number(model, "subsampling") * features.hop(),
                number(model, "lookahead_frames") * features.hop());
    }

    /** The published Zipformers: {@code T} frames a request, {@code decode_chunk_len} from one to the next. */
    public static AcousticContract zipformer(Model model) {
        TensorSpec input = model.requestInputs().get(0);
        int bins = input.shape().get(2);
        int shift = number(model, "decode_chunk_len");
        MelSettings features = MelSettings.kaldi(bins > 0 ? bins : 80);
        return new AcousticContract(
                features,
                input.name(),
                model.outputs().get(0).name(),
                number(model, "T"),
                shift,
                4 * features.hop(),
                (number(model, "T") - shift) * features.hop());
    }

    private static String firstInput(Model model) {
        if (model.requestInputs().size() != 1) {
            throw broken(model, "has the inputs " + model.requestInputs());
        }
        return model.requestInputs().get(0).name();
    }

    static int number(Model model, String key) {
        String text = model.metadata().get(key);
        if (text == null) {
            throw broken(model, "lacks the metadata " + key);
        }
        try {
            return Integer.parseInt(text.trim());
        } catch (NumberFormatException e) {
            throw broken(model, "metadata " + key + " is '" + text + "', not a number");
        }
    }

    private static RecognizerException broken(Model model, String what) {
        return new RecognizerException(RecognizerException.Reason.MODEL_BROKEN, "model " + model.name() + " " + what);
    }
}
