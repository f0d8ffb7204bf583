package parley.tts.neural;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import parley.audio.pcm.SampleRate;
import parley.tts.SynthesisException;

/**
 * The JSON file beside a Piper voice.
 *
 * @param phonemeType {@code espeak} for IPA by espeak-ng, {@code cmu-stress} for the dictionary's phones with stress
 * @param espeakVoice the language for espeak-ng
 * @param symbolIds one or more ids for each symbol
 * @param hopSamples samples for each unit of the output {@code durations}, where a voice has one
 */
record PiperConfiguration(
        SampleRate rate,
        String phonemeType,
        String espeakVoice,
        String language,
        float noiseScale,
        float lengthScale,
        float noiseW,
        int speakers,
        int hopSamples,
        Map<String, List<Long>> symbolIds) {
    private static final int MOST_BYTES = 4 << 20;

    PiperConfiguration {
        symbolIds = Map.copyOf(symbolIds);
    }

    static PiperConfiguration read(InputStream in) throws SynthesisException {
        try {
            byte[] bytes = in.readNBytes(MOST_BYTES);
            JsonNode root = new ObjectMapper().readTree(bytes);
            if (root == null || !root.isObject()) {
                throw broken("is not a JSON object", null);
            }
            Map<String, List<Long>> ids = new HashMap<>();
            root.path("phoneme_id_map").properties().forEach(entry -> {
                List<Long> list = new ArrayList<>();
                entry.getValue().forEach(id -> list.add(id.asLong()));
                ids.put(entry.getKey(), List.copyOf(list));
            });
            int hz = root.path("audio").path("sample_rate").asInt(0);
            if (ids.isEmpty() || hz < 8_000 || hz > 48_000) {
                throw broken("lacks phoneme_id_map or audio.sample_rate", null);
            }
            JsonNode inference = root.path("inference");
            return new PiperConfiguration(
                    new SampleRate(hz),
                    root.path("phoneme_type").asText("espeak"),
                    root.path("espeak").path("voice").asText("en-us"),
                    root.path("language").path("code").asText("en").replace('_', '-'),
                    (float) inference.path("noise_scale").asDouble(0.667),
                    (float) inference.path("length_scale").asDouble(1),
                    (float) inference.path("noise_w").asDouble(0.8),
                    root.path("num_speakers").asInt(1),
                    root.path("hop_length").asInt(256),
                    ids);
        } catch (IOException e) {
            throw broken("cannot be read: " + e.getMessage(), e);
        }
    }

    private static SynthesisException broken(String what, @org.jspecify.annotations.Nullable IOException cause) {
        String message = "the voice's JSON file " + what;
        return cause == null
                ? new SynthesisException(SynthesisException.Kind.UNAVAILABLE, message)
                : new SynthesisException(SynthesisException.Kind.UNAVAILABLE, message, cause);
    }
}
