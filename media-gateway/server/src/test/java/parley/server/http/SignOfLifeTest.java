package parley.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.io.BufferedReader;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SignOfLifeTest {
    private static final int SOON = 20;

    private final Vertx vertx = Vertx.vertx();
    private final SignOfLife signs = new SignOfLife(vertx, SOON);

    @AfterEach
    void close() throws Exception {
        vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    private int serve(Consumer<HttpServerRequest> handler) throws Exception {
        return vertx.createHttpServer()
                .requestHandler(handler::accept)
                .listen(0, "127.0.0.1")
                .map(HttpServer::actualPort)
                .toCompletionStage()
                .toCompletableFuture()
                .get(10, TimeUnit.SECONDS);
    }

    @Test
    void shouldKeepAStreamOfEventsOpenUntilItIsOver() throws Exception {
        int port = serve(request -> {
            signs.on(request.response());
            request.response().setChunked(true).putHeader("content-type", "text/event-stream");
            vertx.setTimer(5 * SOON, any -> request.response().write("data: first\n\n"));
            vertx.setTimer(20 * SOON, any -> request.response().end("data: last\n\n"));
        });
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream()
                    .write("GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"
                            .getBytes(StandardCharsets.US_ASCII));
            InputStream in = socket.getInputStream();
            String all = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))
                    .lines()
                    .filter(line -> line.startsWith("data:") || line.startsWith(":"))
                    .reduce("", (before, line) -> before + line + "\n");
            assertThat(all)
                    .startsWith("data: first\n: here\n")
                    .contains(": here\n: here\n")
                    .endsWith("data: last\n");
        }
    }

    @Test
    void shouldPingAWebSocketWhileItIsSilent() throws Exception {
        AtomicBoolean silent = new AtomicBoolean();
        int port = serve(request -> request.toWebSocket().onSuccess(socket -> signs.on(socket, silent::get)));
        CountDownLatch pings = new CountDownLatch(3);
        HttpClient client = HttpClient.newHttpClient();
        WebSocket socket = client.newWebSocketBuilder()
                .buildAsync(URI.create("ws://127.0.0.1:" + port + "/"), new WebSocket.Listener() {
                    @Override
                    public CompletionStage<?> onPing(WebSocket from, ByteBuffer message) {
                        pings.countDown();
                        return WebSocket.Listener.super.onPing(from, message);
                    }
                })
                .get(10, TimeUnit.SECONDS);
        assertThat(pings.await(5 * SOON, TimeUnit.MILLISECONDS)).isFalse();
        assertThat(pings.getCount()).isEqualTo(3);
        silent.set(true);
        assertThat(pings.await(10, TimeUnit.SECONDS)).isTrue();
        socket.abort();
    }
}
