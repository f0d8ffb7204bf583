package parley.stt.ctc;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import parley.inference.BatcherSettings;
import parley.inference.Inference;
import parley.inference.InferenceException;
import parley.inference.Model;
import parley.stt.RecognizerException;
import parley.stt.RecognizerInfo;
import parley.stt.decode.PhraseTrie;
import parley.stt.lexicon.OwnVocabulary;
import parley.stt.streaming.AcousticContract;
import parley.stt.streaming.StreamingRecognizer;
import parley.stt.streaming.StreamingSettings;
import parley.stt.transducer.TokenList;

/**
 * Streaming networks with one output of label probabilities: a folder with {@code tokens.txt} and {@code *ctc*.onnx} or
 * {@code model*.onnx}, fed as its metadata says: in chunks as our own are, or as the published Zipformers.
 */
public final class CtcRecognizer {
    private CtcRecognizer() {}

    public static boolean isIn(Path folder) {
        return network(folder).isPresent();
    }

    /** @param english may still be loading; weighs the words */
    public static StreamingRecognizer open(
            Inference inference,
            Path folder,
            String name,
            BatcherSettings batching,
            StreamingSettings settings,
            CompletableFuture<OwnVocabulary> english) {
        Path file = network(folder)
                .orElseThrow(() -> new RecognizerException(
                        RecognizerException.Reason.MODEL_MISSING, "no model*.onnx in " + folder));
        TokenList tokens = TokenList.read(folder.resolve("tokens.txt"));
        try {
            Model model = inference.load(file);
            AcousticContract contract = model.metadata().containsKey("chunk_frames")
                    ? AcousticContract.chunked(model)
                    : AcousticContract.zipformer(model);
            int labels = model.outputs().get(0).shape().getLast();
            if (labels > 0 && labels != tokens.size()) {
                throw new RecognizerException(
                        RecognizerException.Reason.MODEL_BROKEN,
                        "model " + name + " has " + labels + " labels, its tokens.txt " + tokens.size());
            }
            return new StreamingRecognizer(
                    inference,
                    inference.batcher(model, batching),
                    contract,
                    new RecognizerInfo(
                            "onnx", name, "en", RecognizerInfo.Hears.PEOPLE, "streaming CTC network, model " + name),
                    settings,
                    english.thenApply(words ->
                            phrases -> new CtcSearch(tokens, words.words().language(), new PhraseTrie(phrases))));
        } catch (InferenceException e) {
            throw new RecognizerException(
                    RecognizerException.Reason.MODEL_BROKEN, "model " + name + ": " + e.getMessage(), e);
        }
    }

    /** Of several precisions the quantized one. */
    private static Optional<Path> network(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            List<Path> networks = files.filter(
                            file -> isNetwork(file.getFileName().toString()))
                    .sorted(Comparator.comparing(
                            file -> !file.getFileName().toString().contains("int8")))
                    .toList();
            return networks.stream().findFirst();
        } catch (IOException e) {
            throw new RecognizerException(
                    RecognizerException.Reason.MODEL_MISSING, "cannot look into " + folder + ": " + e.getMessage(), e);
        }
    }

    private static boolean isNetwork(String name) {
        return name.endsWith(".onnx") && (name.startsWith("model") || name.contains("ctc"));
    }
}
