package parley.tts.neural;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import parley.inference.Inference;
import parley.inference.InferenceException;
import parley.inference.Model;
import parley.inference.Outputs;
import parley.inference.Request;
import parley.inference.Tensor;
import parley.tts.SynthesisException;
import parley.tts.SynthesizerInfo;
import parley.tts.espeak.EspeakPhonemizer;
import parley.tts.freetts.FreeTtsLexicon;
import parley.tts.voice.Phonemizer;
import parley.tts.voice.Utterance;
import parley.tts.voice.Voice;
import parley.tts.voice.VoiceSink;

/**
 * A voice with Piper's contract: {@code input} (symbol ids), {@code input_lengths}, {@code scales} (noise, length,
 * noise of the durations) and, with several speakers, {@code sid}; out come samples between -1 and 1. A voice that also
 * gives {@code durations}, one for each id, has exact word times; of the others they are estimated.
 */
public final class PiperVoice implements Voice {
    private static final String DURATIONS = "durations";

    /** Where phonemes come from, by what the voice's JSON asks for. */
    @FunctionalInterface
    public interface Lexicons {
        FreeTtsLexicon english() throws SynthesisException;
    }

    private final Model model;
    private final PiperConfiguration configuration;
    private final Phonemizer phonemizer;
    private final SynthesizerInfo info;
    private final boolean severalSpeakers;
    private final boolean durations;
    private final String audio;

    private PiperVoice(Model model, String engine, String name, PiperConfiguration configuration, Phonemizer phonemizer)
            throws SynthesisException {
        this.model = model;
        this.configuration = configuration;
        this.phonemizer = phonemizer;
        severalSpeakers = model.inputs().stream().anyMatch(input -> input.name().equals("sid"));
        durations = model.outputs().stream().anyMatch(output -> output.name().equals(DURATIONS));
        audio = model.outputs().stream()
                .map(output -> output.name())
                .filter(output -> !output.equals(DURATIONS))
                .findFirst()
                .orElseThrow(() -> new SynthesisException(
                        SynthesisException.Kind.UNAVAILABLE, "the network " + name + " has no output"));
        info = new SynthesizerInfo(engine, name, configuration.rate(), Set.of(configuration.language()), durations);
    }

    /** The network at {@code voice.onnx} with {@code voice.onnx.json} beside it. */
    public static PiperVoice load(Path network, Inference inference, Lexicons lexicons) throws SynthesisException {
        Path json = network.resolveSibling(network.getFileName() + ".json");
        try (InputStream in = Files.newInputStream(json)) {
            PiperConfiguration configuration = PiperConfiguration.read(in);
            Model model = inference.load(network);
            String name = network.getFileName().toString().replaceFirst("\\.onnx$", "");
            return new PiperVoice(model, "piper", name, configuration, phonemizer(configuration, lexicons));
        } catch (IOException e) {
            throw new SynthesisException(
                    SynthesisException.Kind.UNAVAILABLE, "a Piper voice needs its JSON file at " + json, e);
        } catch (InferenceException e) {
            throw new SynthesisException(SynthesisException.Kind.UNAVAILABLE, String.valueOf(e.getMessage()), e);
        }
    }

    /** A voice that comes with the program, from its resources. */
    public static PiperVoice load(
            String name, InputStream network, InputStream json, Inference inference, Lexicons lexicons)
            throws SynthesisException {
        PiperConfiguration configuration = PiperConfiguration.read(json);
        try {
            Model model = inference.load(name, network);
            return new PiperVoice(model, "bundled", name, configuration, phonemizer(configuration, lexicons));
        } catch (InferenceException e) {
            throw new SynthesisException(SynthesisException.Kind.UNAVAILABLE, String.valueOf(e.getMessage()), e);
        }
    }

    private static Phonemizer phonemizer(PiperConfiguration configuration, Lexicons lexicons)
            throws SynthesisException {
        return switch (configuration.phonemeType()) {
            case "cmu-stress" -> new DictionaryPhonemizer(lexicons.english());
            case "espeak" -> EspeakPhonemizer.load(configuration.espeakVoice());
            default ->
                throw new SynthesisException(
                        SynthesisException.Kind.UNAVAILABLE,
                        "phonemes of the kind '" + configuration.phonemeType() + "' are not known");
        };
    }

    @Override
    public SynthesizerInfo info() {
        return info;
    }

    @Override
    public void speak(Utterance utterance, VoiceSink sink) throws SynthesisException {
        SymbolSequence sequence =
                SymbolSequence.piper(configuration.symbolIds(), utterance, phonemizer.symbols(utterance));
        Map<String, Tensor> inputs = new HashMap<>();
        inputs.put("input", Tensor.longs(sequence.ids(), 1, sequence.length()));
        inputs.put("input_lengths", Tensor.longs(new long[] {sequence.length()}, 1));
        float length = (float) (configuration.lengthScale() / utterance.speed());
        inputs.put(
                "scales", Tensor.floats(new float[] {configuration.noiseScale(), length, configuration.noiseW()}, 3));
        if (severalSpeakers) {
            inputs.put("sid", Tensor.longs(new long[] {0}, 1));
        }
        try {
            Outputs outputs = model.run(Request.of(inputs));
            if (durations) {
                tellWords(utterance, sequence, outputs.floats(DURATIONS), sink);
            }
            FloatSamples.give(outputs.floats(audio), sink);
        } catch (InferenceException e) {
            throw new SynthesisException(
                    SynthesisException.Kind.FAILED, "the voice " + info.voice() + " fails: " + e.getMessage(), e);
        }
    }

    private void tellWords(Utterance utterance, SymbolSequence sequence, float[] lengths, VoiceSink sink)
            throws SynthesisException {
        if (lengths.length != sequence.length()) {
            throw new SynthesisException(
                    SynthesisException.Kind.FAILED,
                    lengths.length + " durations for " + sequence.length() + " symbols");
        }
        double at = 0;
        int id = 0;
        for (int token = 0; token < utterance.tokens().size(); token++) {
            for (; id < sequence.start(token); id++) {
                at += lengths[id];
            }
            long start = Math.round(at * configuration.hopSamples());
            for (; id < sequence.end(token); id++) {
                at += lengths[id];
            }
            sink.word(token, start, Math.round(at * configuration.hopSamples()));
        }
    }

    @Override
    public void close() {
        model.close();
    }
}
