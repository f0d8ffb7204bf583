package parley.tts.neural;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import parley.audio.pcm.SampleRate;
import parley.inference.ElementType;
import parley.inference.Inference;
import parley.inference.InferenceException;
import parley.inference.Model;
import parley.inference.Request;
import parley.inference.Tensor;
import parley.inference.TensorSpec;
import parley.tts.SynthesisException;
import parley.tts.SynthesizerInfo;
import parley.tts.voice.Phonemizer;
import parley.tts.voice.Utterance;
import parley.tts.voice.Voice;
import parley.tts.voice.VoiceSink;

/**
 * A voice with Kokoro's contract: {@code tokens} or {@code input_ids}, {@code style} (one row of 256 of the voice's
 * file, chosen by the number of symbols) and {@code speed}; out come samples at 24 kHz. Beside the network lie its
 * vocabulary ({@code config.json} or {@code tokenizer.json}) and the voices ({@code voices/NAME.bin} or
 * {@code voices.bin}).
 */
public final class KokoroVoice implements Voice {
    private static final int STYLE_SIZE = 256;
    private static final int MOST_SYMBOLS = 510;

    private final Model model;
    private final Phonemizer phonemizer;
    private final Map<String, List<Long>> vocabulary;
    private final float[] styles;
    private final String tokensInput;
    private final TensorSpec speedInput;
    private final SynthesizerInfo info;

    private KokoroVoice(
            Model model, String name, Phonemizer phonemizer, Map<String, List<Long>> vocabulary, float[] styles)
            throws SynthesisException {
        this.model = model;
        this.phonemizer = phonemizer;
        this.vocabulary = Map.copyOf(vocabulary);
        this.styles = styles;
        boolean old = model.inputs().stream().anyMatch(input -> input.name().equals("tokens"));
        tokensInput = old ? "tokens" : "input_ids";
        speedInput = model.inputs().stream()
                .filter(input -> input.name().equals("speed"))
                .findFirst()
                .orElseThrow(() -> new SynthesisException(
                        SynthesisException.Kind.UNAVAILABLE, model.name() + " is no Kokoro network: no input speed"));
        info = new SynthesizerInfo("kokoro", name, SampleRate.KHZ_24, Set.of("en"), false);
    }

    /** @param phonemizer IPA as espeak-ng gives it */
    public static KokoroVoice load(Path network, String name, Inference inference, Phonemizer phonemizer)
            throws SynthesisException {
        if (!name.matches("[a-z0-9_]{2,40}")) {
            throw new SynthesisException(SynthesisException.Kind.UNAVAILABLE, "Kokoro has no voice '" + name + "'");
        }
        try {
            float[] styles = KokoroStyles.beside(network, name);
            if (styles.length < STYLE_SIZE) {
                throw new SynthesisException(
                        SynthesisException.Kind.UNAVAILABLE, "Kokoro's voice " + name + " holds no style");
            }
            return new KokoroVoice(inference.load(network), name, phonemizer, vocabulary(network), styles);
        } catch (IOException e) {
            throw new SynthesisException(
                    SynthesisException.Kind.UNAVAILABLE,
                    "Kokoro's voice " + name + " needs config.json and voices.bin beside " + network + ": "
                            + e.getMessage(),
                    e);
        } catch (InferenceException e) {
            throw new SynthesisException(SynthesisException.Kind.UNAVAILABLE, String.valueOf(e.getMessage()), e);
        }
    }

    private static Map<String, List<Long>> vocabulary(Path network) throws IOException, SynthesisException {
        Path configuration = network.toAbsolutePath().resolveSibling("config.json");
        Path file = Files.exists(configuration)
                ? configuration
                : network.toAbsolutePath().resolveSibling("tokenizer.json");
        JsonNode root = new ObjectMapper().readTree(Files.readAllBytes(file));
        JsonNode vocabulary =
                root.has("vocab") ? root.path("vocab") : root.path("model").path("vocab");
        Map<String, List<Long>> ids = new HashMap<>();
        vocabulary
                .properties()
                .forEach(entry ->
                        ids.put(entry.getKey(), List.of(entry.getValue().asLong())));
        if (ids.isEmpty()) {
            throw new SynthesisException(SynthesisException.Kind.UNAVAILABLE, file + " holds no vocabulary");
        }
        return ids;
    }

    @Override
    public SynthesizerInfo info() {
        return info;
    }

    @Override
    public void speak(Utterance utterance, VoiceSink sink) throws SynthesisException {
        SymbolSequence sequence = SymbolSequence.kokoro(vocabulary, utterance, phonemizer.symbols(utterance));
        int symbols = sequence.length() - 2;
        if (symbols > MOST_SYMBOLS) {
            throw new SynthesisException(
                    SynthesisException.Kind.FAILED, symbols + " symbols in one piece, Kokoro takes " + MOST_SYMBOLS);
        }
        Map<String, Tensor> inputs = new HashMap<>();
        inputs.put(tokensInput, Tensor.longs(sequence.ids(), 1, sequence.length()));
        inputs.put("style", Tensor.floats(style(symbols), 1, STYLE_SIZE));
        inputs.put("speed", speed(utterance.speed()));
        try {
            String audio = model.outputs().getFirst().name();
            FloatSamples.give(model.run(Request.of(inputs)).floats(audio), sink);
        } catch (InferenceException e) {
            throw new SynthesisException(
                    SynthesisException.Kind.FAILED, "the voice " + info.voice() + " fails: " + e.getMessage(), e);
        }
    }

    private Tensor speed(double speed) {
        return speedInput.type() == ElementType.INT
                ? Tensor.ints(new int[] {(int) Math.max(1, Math.round(speed))}, 1)
                : Tensor.floats(new float[] {(float) speed}, 1);
    }

    private float[] style(int symbols) {
        int row = Math.clamp(symbols, 0, styles.length / STYLE_SIZE - 1);
        float[] style = new float[STYLE_SIZE];
        System.arraycopy(styles, row * STYLE_SIZE, style, 0, STYLE_SIZE);
        return style;
    }

    @Override
    public void close() {
        model.close();
    }
}
