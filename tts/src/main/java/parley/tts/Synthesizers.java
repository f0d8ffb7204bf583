package parley.tts;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import parley.inference.Inference;
import parley.inference.InferenceSettings;
import parley.inference.catalog.CacheDirectory;
import parley.inference.catalog.Catalog;
import parley.inference.catalog.CatalogEntry;
import parley.inference.catalog.ModelStore;
import parley.tts.espeak.EspeakPhonemizer;
import parley.tts.espeak.EspeakVoice;
import parley.tts.fallback.FallbackSynthesizer;
import parley.tts.flite.FliteVoice;
import parley.tts.freetts.FreeTtsLexicon;
import parley.tts.freetts.FreeTtsVoice;
import parley.tts.neural.KokoroVoice;
import parley.tts.neural.PiperVoice;
import parley.tts.pipeline.PhraseCache;
import parley.tts.pipeline.SpeechWorkers;
import parley.tts.pipeline.VoicePool;
import parley.tts.pipeline.VoiceSynthesizer;
import parley.tts.remote.RemoteSettings;
import parley.tts.remote.RemoteVoice;
import parley.tts.voice.Voice;

/**
 * Picks and opens synthesizers by name; one for a process. What it opens shares its threads and its cache. Any thread.
 *
 * <p>{@code freetts}, {@code flite} or {@code flite:rms}, {@code espeak} or {@code espeak:de}, {@code piper:FILE.onnx}, {@code kokoro:FILE.onnx:NAME}, both also with a
 * name from the catalog in place of the file, a chain such as
 * {@code flite,freetts}, and {@code auto}: the bundled neural voice where there is one, else flite's slt where it is
 * installed, because it is understood best, with FreeTTS behind it, which is always there.
 */
public final class Synthesizers implements AutoCloseable {
    /** What can be asked for on this machine, and if it cannot, why not. */
    public record Availability(String choice, boolean available, String detail) {}

    private static final int CACHE_BYTES_PER_TENANT = 4 << 20;
    private static final int MOST_REMOTE_CALLS = 64;
    /** The voice of our own, by name; its card lies beside it. */
    private static final String BUNDLED = "en-parley";

    private static final List<String> BEST_FIRST = List.of("bundled", "flite:slt", "freetts");

    private final SpeechWorkers workers;
    private final SpeechWorkers waiters = SpeechWorkers.forWaiting(MOST_REMOTE_CALLS);
    private final PhraseCache cache;
    private final Map<String, Synthesizer> opened = new LinkedHashMap<>();
    private @Nullable FreeTtsLexicon lexicon;
    private @Nullable Inference inference;
    private boolean ownsInference;

    public Synthesizers() {
        this(SpeechWorkers.forThisMachine(), new PhraseCache(CACHE_BYTES_PER_TENANT));
    }

    /** The workers are closed with this. */
    public Synthesizers(SpeechWorkers workers, PhraseCache cache) {
        this.workers = workers;
        this.cache = cache;
    }

    /** With the process's own engine for networks, which is not closed with this. */
    public Synthesizers(SpeechWorkers workers, PhraseCache cache, Inference inference) {
        this(workers, cache);
        this.inference = inference;
    }

    /** Opens what was asked for, or fails saying what is missing and how to install it. Closed with this. */
    public synchronized Synthesizer open(String choice) throws SynthesisException {
        Synthesizer known = opened.get(choice);
        if (known == null) {
            known = choice.equals("auto") ? auto() : choice.contains(",") ? chain(choice) : single(choice);
            opened.put(choice, known);
        }
        return known;
    }

    /** A remote voice, with local ones behind it for when it fails. */
    public synchronized Synthesizer open(RemoteSettings remote, String behindIt) throws SynthesisException {
        VoicePool calls = VoicePool.untested(MOST_REMOTE_CALLS, () -> new RemoteVoice(remote));
        Synthesizer far = new VoiceSynthesizer(calls, waiters, cache);
        Synthesizer both = new FallbackSynthesizer(List.of(far, open(behindIt)), System::nanoTime);
        opened.put("remote " + remote.endpoint() + " " + remote.voice() + " " + opened.size(), both);
        return both;
    }

    private Synthesizer auto() throws SynthesisException {
        List<Synthesizer> found = new ArrayList<>();
        for (String choice : BEST_FIRST) {
            try {
                found.add(open(choice));
            } catch (SynthesisException e) {
                // Not on this machine: the next one speaks. FreeTTS, the last, always can.
                if (choice.equals("freetts")) {
                    throw e;
                }
            }
        }
        return found.size() == 1 ? found.getFirst() : new FallbackSynthesizer(found, System::nanoTime);
    }

    private Synthesizer chain(String choices) throws SynthesisException {
        List<Synthesizer> links = new ArrayList<>();
        for (String choice : choices.split(",")) {
            links.add(open(choice.trim()));
        }
        return new FallbackSynthesizer(links, System::nanoTime);
    }

    private Synthesizer single(String choice) throws SynthesisException {
        int colon = choice.indexOf(':');
        String engine = colon < 0 ? choice : choice.substring(0, colon);
        String voice = colon < 0 ? "" : choice.substring(colon + 1);
        VoicePool.Source source = switch (engine) {
            case "freetts" -> () -> new FreeTtsVoice(lexicon());
            case "flite" -> () -> FliteVoice.load(voice.isEmpty() ? "slt" : voice);
            case "espeak" -> () -> EspeakVoice.load(voice.isEmpty() ? "en-us" : voice);
            case "bundled" -> this::bundled;
            case "piper" -> () -> PiperVoice.load(network(voice, "voice.onnx"), inference(), this::lexicon);
            case "kokoro" -> () -> kokoro(voice);
            default ->
                throw new SynthesisException(
                        SynthesisException.Kind.UNAVAILABLE,
                        "there is no voice '" + choice
                                + "'; there are auto, bundled, freetts, flite:NAME, espeak:NAME, piper:FILE, kokoro:FILE:NAME");
        };
        boolean several = engine.equals("freetts");
        return new VoiceSynthesizer(new VoicePool(several ? workers.threads() : 1, source), workers, cache);
    }

    /** The voice of our own, where the program was built with one. */
    private Voice bundled() throws SynthesisException {
        try (InputStream network = Synthesizers.class.getResourceAsStream("bundled/voice.onnx");
                InputStream json = Synthesizers.class.getResourceAsStream("bundled/voice.onnx.json")) {
            if (network == null || json == null) {
                throw new SynthesisException(
                        SynthesisException.Kind.UNAVAILABLE, "this build brings no neural voice of its own");
            }
            return PiperVoice.load(BUNDLED, network, json, inference(), this::lexicon);
        } catch (IOException e) {
            throw new SynthesisException(SynthesisException.Kind.UNAVAILABLE, "the bundled voice cannot be read", e);
        }
    }

    /** The network's file, and after a colon the voice's name. */
    private Voice kokoro(String where) throws SynthesisException {
        int colon = where.lastIndexOf(':');
        String file = colon < 0 ? where : where.substring(0, colon);
        String voice = colon < 0 ? "af_heart" : where.substring(colon + 1);
        return KokoroVoice.load(network(file, "kokoro.onnx"), voice, inference(), EspeakPhonemizer.load("en-us"));
    }

    /** A network by its file, or by the name under which the catalog pulled it. */
    private static Path network(String where, String inItsFolder) throws SynthesisException {
        if (where.endsWith(".onnx")) {
            return Path.of(where);
        }
        CatalogEntry entry = Catalog.bundled()
                .find(where)
                .orElseThrow(() -> new SynthesisException(
                        SynthesisException.Kind.UNAVAILABLE,
                        "'" + where + "' is neither an .onnx file nor a voice in the catalog (parley models list)"));
        ModelStore store = new ModelStore(CacheDirectory.fromEnvironment());
        if (!store.isInstalled(entry)) {
            throw new SynthesisException(
                    SynthesisException.Kind.UNAVAILABLE,
                    "the voice " + where + " has not been pulled (parley models pull " + where + ")");
        }
        return store.folder(entry).resolve(inItsFolder);
    }

    private synchronized Inference inference() {
        Inference known = inference;
        if (known == null) {
            known = new Inference(InferenceSettings.forThisMachine());
            inference = known;
            ownsInference = true;
        }
        return known;
    }

    /** FreeTTS's dictionary, which takes most of a second to load and serves other engines too. */
    public synchronized FreeTtsLexicon lexicon() throws SynthesisException {
        FreeTtsLexicon known = lexicon;
        if (known == null) {
            known = FreeTtsVoice.loadLexicon();
            lexicon = known;
        }
        return known;
    }

    /** What {@code doctor} reports: each engine, whether it is there, and what to do if it is not. */
    public static List<Availability> survey() {
        List<Availability> found = new ArrayList<>();
        try (Synthesizers synthesizers = new Synthesizers()) {
            found.add(probe("bundled", BUNDLED, synthesizers::bundled));
        }
        found.add(new Availability("freetts", true, "kevin16, comes with Parley"));
        found.add(probe("flite", "slt", () -> FliteVoice.load("slt")));
        found.add(probe("espeak", "en-us", () -> EspeakVoice.load("en-us")));
        return found;
    }

    private static Availability probe(String choice, String voice, VoicePool.Source source) {
        try (Voice loaded = source.load()) {
            return new Availability(choice, true, voice + " at " + loaded.info().nativeRate());
        } catch (SynthesisException e) {
            return new Availability(choice, false, String.valueOf(e.getMessage()));
        }
    }

    @Override
    public synchronized void close() {
        opened.values().forEach(Synthesizer::close);
        opened.clear();
        workers.close();
        waiters.close();
        if (inference != null && ownsInference) {
            inference.close();
        }
    }
}
