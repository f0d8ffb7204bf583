package parley.tts.remote;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;
import parley.tts.SynthesisException;
import parley.tts.SynthesizerInfo;
import parley.tts.voice.Utterance;
import parley.tts.voice.Voice;
import parley.tts.voice.VoiceSink;

/**
 * Speaks by an OpenAI-compatible endpoint: text in a JSON request, 16-bit little-endian samples back, used as they
 * arrive. Blocks while it waits, so it belongs on virtual threads.
 */
public final class RemoteVoice implements Voice {
    private static final int READ_BYTES = 4_800;
    /** Five minutes of speech for one piece of text is not an answer any more. */
    private static final long MOST_BYTES = 48_000L * 2 * 300;

    private final RemoteSettings settings;
    private final HttpClient client;
    private final ObjectMapper json = new ObjectMapper();
    private final SynthesizerInfo info;

    public RemoteVoice(RemoteSettings settings) {
        this.settings = settings;
        client = HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(3)).build();
        info = new SynthesizerInfo("remote", settings.voice(), settings.rate(), Set.of("en"), false);
    }

    @Override
    public SynthesizerInfo info() {
        return info;
    }

    @Override
    public void speak(Utterance utterance, VoiceSink sink) throws SynthesisException {
        try {
            HttpResponse<InputStream> response =
                    client.send(request(utterance), HttpResponse.BodyHandlers.ofInputStream());
            try (InputStream body = response.body()) {
                if (response.statusCode() != 200) {
                    String reason = new String(body.readNBytes(300), StandardCharsets.UTF_8).replaceAll("\\s+", " ");
                    throw new SynthesisException(
                            response.statusCode() == 401 || response.statusCode() == 403
                                    ? SynthesisException.Kind.UNAVAILABLE
                                    : SynthesisException.Kind.FAILED,
                            "the speech endpoint answers " + response.statusCode() + ": " + reason);
                }
                pass(body, sink);
            }
        } catch (IOException e) {
            throw new SynthesisException(
                    SynthesisException.Kind.FAILED, "the speech endpoint " + settings.endpoint() + " broke off", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SynthesisException(SynthesisException.Kind.FAILED, "stopped while waiting for speech", e);
        }
    }

    private HttpRequest request(Utterance utterance) throws JsonProcessingException {
        ObjectNode body = json.createObjectNode()
                .put("model", settings.model())
                .put("voice", settings.voice())
                .put("input", utterance.text())
                .put("response_format", "pcm")
                .put("speed", utterance.speed());
        HttpRequest.Builder request = HttpRequest.newBuilder(settings.endpoint())
                .timeout(settings.firstByte())
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(json.writeValueAsString(body)));
        if (!settings.key().isEmpty()) {
            request.header("Authorization", "Bearer " + settings.key());
        }
        return request.build();
    }

    /** A sample may be cut in two between reads. */
    private static void pass(InputStream body, VoiceSink sink) throws IOException, SynthesisException {
        byte[] bytes = new byte[READ_BYTES];
        int held = 0;
        long total = 0;
        int read = body.read(bytes, held, READ_BYTES - held);
        while (read >= 0) {
            total += read;
            int whole = (held + read) / 2;
            short[] samples = new short[whole];
            for (int i = 0; i < whole; i++) {
                samples[i] = (short) ((bytes[2 * i] & 0xFF) | (bytes[2 * i + 1] << 8));
            }
            held = held + read - 2 * whole;
            bytes[0] = held == 1 ? bytes[2 * whole] : 0;
            if (total > MOST_BYTES) {
                throw new SynthesisException(
                        SynthesisException.Kind.FAILED, "the speech endpoint does not come to an end");
            }
            if (!sink.accept(samples)) {
                return;
            }
            read = body.read(bytes, held, READ_BYTES - held);
        }
    }

    @Override
    public void close() {
        client.close();
    }
}
