package parley.tts.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import parley.tts.SynthesisException;
import parley.tts.voice.VoiceTrial;

class RemoteVoiceTest {
    private final List<JsonNode> asked = new ArrayList<>();
    private final List<String> keys = new ArrayList<>();
    private HttpServer server;
    private int status = 200;
    private byte[] answer = {1, 0, 2, 0, -1, -1, 4};

    @BeforeEach
    void listen() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/v1/audio/speech", exchange -> {
            asked.add(new ObjectMapper().readTree(exchange.getRequestBody()));
            keys.add(exchange.getRequestHeaders().getFirst("Authorization"));
            exchange.sendResponseHeaders(status, 0);
            try (OutputStream body = exchange.getResponseBody()) {
                for (byte b : answer) {
                    body.write(b);
                    body.flush();
                }
            }
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void shouldAskForSamplesAndPutTheirHalvesTogether() throws Exception {
        try (RemoteVoice voice = voice("secret")) {
            VoiceTrial trial = VoiceTrial.of(voice, "hello there");
            assertThat(trial.samples()).containsExactly(1, 2, -1);
        }
        assertThat(asked.getFirst().get("input").asText()).isEqualTo("hello there");
        assertThat(asked.getFirst().get("response_format").asText()).isEqualTo("pcm");
        assertThat(asked.getFirst().get("voice").asText()).isEqualTo("alloy");
        assertThat(keys).containsExactly("Bearer secret");
    }

    @Test
    void shouldTellAWrongKeyFromAFailure() throws Exception {
        answer = "{\"error\": \"no\"}".getBytes(java.nio.charset.StandardCharsets.UTF_8);
        status = 401;
        assertThatThrownBy(() -> VoiceTrial.of(voice("bad"), "hello"))
                .isInstanceOfSatisfying(
                        SynthesisException.class,
                        e -> assertThat(e.kind()).isEqualTo(SynthesisException.Kind.UNAVAILABLE))
                .hasMessageContaining("401")
                .hasMessageNotContaining("bad");
        status = 500;
        assertThatThrownBy(() -> VoiceTrial.of(voice(""), "hello"))
                .isInstanceOfSatisfying(
                        SynthesisException.class, e -> assertThat(e.kind()).isEqualTo(SynthesisException.Kind.FAILED));
    }

    @Test
    void shouldFailClearlyWhenNobodyListens() {
        server.stop(0);
        assertThatThrownBy(() -> VoiceTrial.of(voice(""), "hello")).isInstanceOf(SynthesisException.class);
    }

    @Test
    void shouldKeepItsKeyToItself() {
        assertThat(settings("secret").toString()).doesNotContain("secret");
    }

    private RemoteVoice voice(String key) {
        return new RemoteVoice(settings(key));
    }

    private RemoteSettings settings(String key) {
        URI endpoint = URI.create("http://localhost:" + server.getAddress().getPort() + "/v1/audio/speech");
        return RemoteSettings.of(endpoint, key, "tts", "alloy");
    }
}
