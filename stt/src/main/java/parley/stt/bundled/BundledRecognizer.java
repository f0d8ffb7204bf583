package parley.stt.bundled;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import parley.inference.Batcher;
import parley.inference.BatcherSettings;
import parley.inference.Inference;
import parley.inference.Model;
import parley.inference.catalog.CacheDirectory;
import parley.stt.RecognizerException;
import parley.stt.RecognizerInfo;
import parley.stt.decode.DecoderSettings;
import parley.stt.decode.LexiconDecoder;
import parley.stt.lexicon.EnglishWords;
import parley.stt.lexicon.Lexicon;
import parley.stt.lexicon.OwnVocabulary;
import parley.stt.lexicon.Phonemes;
import parley.stt.streaming.AcousticContract;
import parley.stt.streaming.StreamingRecognizer;
import parley.stt.streaming.StreamingSettings;

/** Makes the recognizer of the bundled phoneme network. Dictionary and language model load in the background. */
public final class BundledRecognizer {
    public static final RecognizerInfo INFO = new RecognizerInfo(
            "onnx",
            "bundled",
            "en",
            RecognizerInfo.Hears.SYNTHETIC_VOICES,
            "bundled English model: made for synthetic voices; for people run ./parley models pull vosk-small-en");

    private static final String RESOURCE = "en-phonemes.onnx";
    private static final int VOCABULARIES_KEPT = 64;

    private BundledRecognizer() {}

    /** The network, for measurements. */
    public static Model loadModel(Inference inference) {
        try (InputStream in = BundledRecognizer.class.getResourceAsStream(RESOURCE)) {
            if (in == null) {
                throw new RecognizerException(
                        RecognizerException.Reason.MODEL_MISSING, "the bundled model is not on the class path");
            }
            return inference.loadOnCpu(RESOURCE, in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** @param background runs what takes seconds at the first start: a virtual thread will do */
    public static StreamingRecognizer open(
            Inference inference,
            BatcherSettings batching,
            StreamingSettings settings,
            CacheDirectory cache,
            Executor background) {
        return open(
                inference,
                batching,
                settings,
                CompletableFuture.supplyAsync(() -> loadEnglish(cache, background), background));
    }

    /** @param english may still be loading */
    public static StreamingRecognizer open(
            Inference inference,
            BatcherSettings batching,
            StreamingSettings settings,
            CompletableFuture<OwnVocabulary> english) {
        return open(inference, loadModel(inference), INFO, batching, settings, english);
    }

    /** Any network of the same contract. */
    public static StreamingRecognizer open(
            Inference inference,
            Model model,
            RecognizerInfo info,
            BatcherSettings batching,
            StreamingSettings settings,
            CompletableFuture<OwnVocabulary> english) {
        AcousticContract contract = AcousticContract.chunked(model);
        checkTokens(model);
        Batcher batcher = inference.batcher(model, batching);
        return new StreamingRecognizer(
                inference, batcher, contract, info, settings, english.thenApply(BundledRecognizer::decoders));
    }

    private static void checkTokens(Model model) {
        String tokens = model.metadata().getOrDefault("tokens", "");
        if (!List.of(tokens.trim().split("\\s+")).equals(Phonemes.names())) {
            throw new RecognizerException(
                    RecognizerException.Reason.MODEL_BROKEN,
                    "model " + model.name() + " does not write the CMU phonemes but: " + tokens);
        }
    }

    /** Loads what turns phonemes into words, for {@link #open} and for whoever else corrects spellings. */
    public static OwnVocabulary loadEnglish(CacheDirectory cache, Executor background) {
        try {
            return OwnVocabulary.english(cache, background);
        } catch (IOException e) {
            throw new RecognizerException(
                    RecognizerException.Reason.MODEL_MISSING,
                    "the English dictionary does not load: " + e.getMessage(),
                    e);
        }
    }

    private static StreamingRecognizer.DecoderFactory decoders(OwnVocabulary vocabulary) {
        EnglishWords words = vocabulary.words();
        ConcurrentHashMap<List<String>, Lexicon> compiled = new ConcurrentHashMap<>();
        return phrases -> new LexiconDecoder(
                DecoderSettings.DEFAULT, words.lexicon(), words.language(), compile(vocabulary, compiled, phrases));
    }

    /** All participants of a meeting expect the same names. */
    private static Lexicon compile(
            OwnVocabulary vocabulary, ConcurrentHashMap<List<String>, Lexicon> compiled, List<String> phrases) {
        if (phrases.isEmpty()) {
            return OwnVocabulary.NONE;
        }
        if (compiled.size() > VOCABULARIES_KEPT) {
            compiled.clear();
        }
        return compiled.computeIfAbsent(phrases, vocabulary::compile);
    }
}
