package parley.stt.transducer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import parley.inference.BatcherSettings;
import parley.inference.Inference;
import parley.inference.InferenceException;
import parley.inference.Model;
import parley.stt.RecognizerException;
import parley.stt.RecognizerInfo;
import parley.stt.decode.PhraseTrie;
import parley.stt.streaming.AcousticContract;
import parley.stt.streaming.StreamingRecognizer;
import parley.stt.streaming.StreamingSettings;

/**
 * The publicly distributed streaming Zipformers: a folder with {@code encoder*.onnx}, {@code decoder*.onnx},
 * {@code joiner*.onnx} and {@code tokens.txt}. Of several precisions the quantized one is taken.
 */
public final class TransducerRecognizer {
    private static final int BEAM = 4;

    private TransducerRecognizer() {}

    public static StreamingRecognizer open(
            Inference inference, Path folder, String name, BatcherSettings batching, StreamingSettings settings) {
        try {
            Model encoder = inference.load(part(folder, "encoder"));
            Model decoder = inference.load(part(folder, "decoder"));
            Model joiner = inference.load(part(folder, "joiner"));
            TokenList tokens = TokenList.read(folder.resolve("tokens.txt"));
            AcousticContract contract = AcousticContract.zipformer(encoder);
            int contextSize = number(decoder, "context_size");
            int encoderSize = encoderSize(encoder);
            StreamingRecognizer.DecoderFactory searches = phrases -> new TransducerSearch(
                    decoder, joiner, tokens, new PhraseTrie(phrases), contextSize, encoderSize, BEAM);
            RecognizerInfo info = new RecognizerInfo(
                    "onnx", name, "en", RecognizerInfo.Hears.PEOPLE, "streaming transducer, model " + name);
            return new StreamingRecognizer(
                    inference,
                    inference.batcher(encoder, batching),
                    contract,
                    info,
                    settings,
                    CompletableFuture.completedFuture(searches));
        } catch (InferenceException e) {
            throw new RecognizerException(
                    RecognizerException.Reason.MODEL_BROKEN, "model " + name + ": " + e.getMessage(), e);
        }
    }

    private static int encoderSize(Model encoder) {
        List<Integer> shape = encoder.outputs().get(0).shape();
        int size = shape.getLast();
        if (size > 0) {
            return size;
        }
        throw new RecognizerException(
                RecognizerException.Reason.MODEL_BROKEN, "encoder output " + shape + " has no fixed width");
    }

    private static int number(Model model, String key) {
        String text = model.metadata().get(key);
        try {
            return text == null ? 2 : Integer.parseInt(text.trim());
        } catch (NumberFormatException e) {
            throw new RecognizerException(
                    RecognizerException.Reason.MODEL_BROKEN, "metadata " + key + " is '" + text + "'", e);
        }
    }

    private static Path part(Path folder, String prefix) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.getFileName().toString().startsWith(prefix)
                            && file.getFileName().toString().endsWith(".onnx"))
                    .min((a, b) -> Boolean.compare(!isQuantized(a), !isQuantized(b)))
                    .orElseThrow(() -> new RecognizerException(
                            RecognizerException.Reason.MODEL_MISSING, "no " + prefix + "*.onnx in " + folder));
        } catch (IOException e) {
            throw new RecognizerException(
                    RecognizerException.Reason.MODEL_MISSING, "cannot look into " + folder + ": " + e.getMessage(), e);
        }
    }

    private static boolean isQuantized(Path file) {
        return file.getFileName().toString().contains("int8");
    }
}
