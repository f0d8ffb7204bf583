package parley.stt.remote;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import parley.stt.Collected;
import parley.stt.Recognition;
import parley.stt.RecognizerException;
import parley.stt.RecognizerSettings.RemoteEndpoint;
import parley.stt.RecognizerStream;
import parley.stt.StreamSettings;

class RemoteRecognizerTest {
    private static final String ANSWER =
            "{\"text\":\"hello there\",\"words\":[{\"word\":\"hello\",\"start\":0.1,\"end\":0.4},{\"word\":\"there\",\"start\":0.5,\"end\":0.8}]}";

    private final AtomicInteger requests = new AtomicInteger();
    private final AtomicReference<String> lastRequest = new AtomicReference<>("");

    private HttpServer server(int... statuses) throws Exception {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/v1/audio/transcriptions", exchange -> {
            int number = requests.getAndIncrement();
            lastRequest.set(exchange.getRequestHeaders().getFirst("Authorization") + "\n"
                    + new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.ISO_8859_1));
            byte[] body = ANSWER.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(statuses[Math.min(number, statuses.length - 1)], body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
        return server;
    }

    private static RemoteRecognizer recognizer(HttpServer server) {
        String url = "http://127.0.0.1:" + server.getAddress().getPort() + "/v1";
        return new RemoteRecognizer(new RemoteEndpoint(url, "secret", "whisper-1"), Duration.ofSeconds(5));
    }

    @Test
    void shouldSendAnUtteranceAndTryAgain() throws Exception {
        HttpServer server = server(503, 200);
        Collected collected = new Collected();
        try (RemoteRecognizer recognizer = recognizer(server);
                RecognizerStream stream =
                        recognizer.open(new StreamSettings("test", List.of("Okonkwo"), true), collected)) {
            collected.feed(stream, new short[16_000], 48_000);
            stream.flush();
            Recognition heard = collected.awaitFinal();
            assertThat(heard.text()).isEqualTo("hello there");
            assertThat(heard.words().get(1).startSample()).isEqualTo(48_000 + 8_000);
        } finally {
            server.stop(0);
        }
        assertThat(requests).hasValue(2);
        assertThat(lastRequest.get()).contains("Bearer secret", "whisper-1", "Okonkwo", "RIFF");
    }

    @Test
    void shouldNotTryAgainWhatCannotWork() throws Exception {
        HttpServer server = server(401);
        Collected collected = new Collected();
        try (RemoteRecognizer recognizer = recognizer(server);
                RecognizerStream stream = recognizer.open(StreamSettings.of("test"), collected)) {
            collected.feed(stream, new short[3_200], 0);
            stream.flush();
            RecognizerException failure = collected.awaitFailure();
            assertThat(failure.reason()).isEqualTo(RecognizerException.Reason.REMOTE);
            assertThat(failure).hasMessageContaining("401").hasMessageNotContaining("secret");
        } finally {
            server.stop(0);
        }
        assertThat(requests).hasValue(1);
    }

    @Test
    void shouldShareTimeAmongWordsThatHaveNone() throws Exception {
        assertThat(RemoteRecognizer.words("{\"text\":\"one two\"}", 16_000, 0))
                .extracting(word -> word.startSample())
                .containsExactly(0L, 8_000L);
    }
}
