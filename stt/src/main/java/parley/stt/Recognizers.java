package parley.stt;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import parley.inference.BatcherSettings;
import parley.inference.Inference;
import parley.inference.catalog.CacheDirectory;
import parley.inference.catalog.Catalog;
import parley.inference.catalog.CatalogEntry;
import parley.inference.catalog.ModelStore;
import parley.stt.bundled.BundledRecognizer;
import parley.stt.ctc.CtcRecognizer;
import parley.stt.fallback.FallbackRecognizer;
import parley.stt.lexicon.OwnVocabulary;
import parley.stt.pocketsphinx.SphinxRecognizer;
import parley.stt.remote.RemoteRecognizer;
import parley.stt.streaming.StreamingSettings;
import parley.stt.transducer.TransducerRecognizer;
import parley.stt.vocabulary.VocabularyRecognizer;
import parley.stt.vosk.VoskRecognizer;

/**
 * Picks the engine that listens. {@code auto} takes the best that is here: for people a pulled model, else PocketSphinx,
 * else the bundled one; for synthetic voices the bundled one. Behind the chosen engine stands the bundled one, in case.
 */
public final class Recognizers {
    /** Each takes about 100 MB and a fifth of a core while somebody speaks. */
    private static final int SPHINX_STREAMS = 6;

    private static final int VOSK_STREAMS = 32;
    private static final Duration REMOTE_TIMEOUT = Duration.ofSeconds(10);

    private final Inference inference;
    private final BatcherSettings batching;
    private final CacheDirectory cache;
    private final Executor background;
    private @Nullable CompletableFuture<OwnVocabulary> english;

    /** @param background runs what takes seconds at the first start */
    public Recognizers(Inference inference, BatcherSettings batching, CacheDirectory cache, Executor background) {
        this.inference = inference;
        this.batching = batching;
        this.cache = cache;
        this.background = background;
    }

    /** For the common case: default batching, the cache the environment names, virtual threads. */
    public static Recognizers with(Inference inference) {
        return with(inference, BatcherSettings.DEFAULT);
    }

    public static Recognizers with(Inference inference, BatcherSettings batching) {
        return new Recognizers(
                inference,
                batching,
                CacheDirectory.fromEnvironment(),
                task -> Thread.ofVirtual().name("recognizer-loading").start(task));
    }

    public Recognizer open(RecognizerSettings settings) {
        return open(settings, StreamingSettings.MEETING);
    }

    /** Fails with a {@link RecognizerException} when the engine that was asked for cannot be had. */
    public Recognizer open(RecognizerSettings settings, StreamingSettings streaming) {
        return switch (settings.engine()) {
            case AUTO -> automatic(settings.hears(), streaming);
            case BUNDLED -> bundled(streaming);
            case ONNX ->
                guarded(
                        streamingNetwork(installed("zipformer", settings.model(), "zipformer-small-en"), streaming),
                        streaming);
            case VOSK -> guarded(vosk(installed("vosk", settings.model(), "vosk-small-en")), streaming);
            case POCKETSPHINX -> guarded(named(SphinxRecognizer.open(SPHINX_STREAMS)), streaming);
            case REMOTE ->
                guarded(
                        named(new RemoteRecognizer(
                                settings.remote()
                                        .orElseThrow(() -> new IllegalArgumentException(
                                                "recognition engine remote needs an endpoint")),
                                REMOTE_TIMEOUT)),
                        streaming);
        };
    }

    private Recognizer bundled(StreamingSettings streaming) {
        return BundledRecognizer.open(inference, batching, streaming, english());
    }

    /** Loaded once, whichever engines need it. */
    private synchronized CompletableFuture<OwnVocabulary> english() {
        if (english == null) {
            english = CompletableFuture.supplyAsync(() -> BundledRecognizer.loadEnglish(cache, background), background);
        }
        return english;
    }

    /** For engines that cannot be told which names to expect. */
    private Recognizer named(Recognizer engine) {
        return new VocabularyRecognizer(engine, english(), background);
    }

    private Recognizer guarded(Recognizer preferred, StreamingSettings streaming) {
        return new FallbackRecognizer(List.of(preferred, bundled(streaming)));
    }

    private Recognizer automatic(RecognizerInfo.Hears hears, StreamingSettings streaming) {
        if (hears == RecognizerInfo.Hears.SYNTHETIC_VOICES) {
            return bundled(streaming);
        }
        List<Recognizer> row = new ArrayList<>();
        for (CatalogEntry entry : pulled()) {
            try {
                row.add(entry.kind().equals("vosk") ? vosk(entry) : streamingNetwork(entry, streaming));
                break;
            } catch (RecognizerException e) {
                org.slf4j.LoggerFactory.getLogger(Recognizers.class)
                        .warn("{} is installed but does not load: {}", entry.name(), e.getMessage());
            }
        }
        if (row.isEmpty() && SphinxRecognizer.isInstalled()) {
            row.add(named(SphinxRecognizer.open(SPHINX_STREAMS)));
        }
        row.add(bundled(streaming));
        return row.size() == 1 ? row.get(0) : new FallbackRecognizer(row);
    }

    /** Recognition models in the cache, the larger first. */
    private List<CatalogEntry> pulled() {
        ModelStore store = new ModelStore(cache);
        return Catalog.bundled().entries().stream()
                .filter(entry -> entry.purpose().equals("recognition") && store.isInstalled(entry))
                .sorted((a, b) -> Long.compare(b.sizeBytes(), a.sizeBytes()))
                .toList();
    }

    private CatalogEntry installed(String kind, Optional<String> name, String usual) {
        String wanted = name.orElse(usual);
        CatalogEntry entry = Catalog.bundled()
                .find(wanted)
                .filter(found -> found.kind().equals(kind))
                .orElseThrow(() -> new RecognizerException(
                        RecognizerException.Reason.MODEL_MISSING, "the catalog has no " + kind + " model " + wanted));
        if (!new ModelStore(cache).isInstalled(entry)) {
            throw new RecognizerException(
                    RecognizerException.Reason.MODEL_MISSING,
                    wanted + " is not installed; get it with: ./parley models pull " + wanted);
        }
        return entry;
    }

    private Path folder(CatalogEntry entry) {
        return new ModelStore(cache).folder(entry);
    }

    private Recognizer vosk(CatalogEntry entry) {
        return named(VoskRecognizer.open(folder(entry), entry.name(), VOSK_STREAMS));
    }

    /** A transducer, or a network with one output of label probabilities. */
    private Recognizer streamingNetwork(CatalogEntry entry, StreamingSettings streaming) {
        Path folder = folder(entry);
        return CtcRecognizer.isIn(folder)
                ? CtcRecognizer.open(inference, folder, entry.name(), batching, streaming, english())
                : TransducerRecognizer.open(inference, folder, entry.name(), batching, streaming);
    }
}
