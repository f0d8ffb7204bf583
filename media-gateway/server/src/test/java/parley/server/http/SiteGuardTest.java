package parley.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.Router;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SiteGuardTest {
    private final Vertx vertx = Vertx.vertx();

    @AfterEach
    void close() throws Exception {
        vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    private int serve(boolean onlyThisMachine) throws Exception {
        Router router = Router.router(vertx);
        router.route().handler(new SiteGuard(onlyThisMachine));
        router.route().handler(routing -> routing.response().end("come in"));
        return vertx.createHttpServer()
                .requestHandler(router)
                .listen(0, "127.0.0.1")
                .map(HttpServer::actualPort)
                .toCompletionStage()
                .toCompletableFuture()
                .get(10, TimeUnit.SECONDS);
    }

    /** A client of the JDK would not let us say under which name we call. */
    private static String answer(int port, String headers) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(10_000);
            String request =
                    "GET / HTTP/1.1\r\n" + headers.replace("PORT", String.valueOf(port)) + "Connection: close\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void shouldTakeItsOwnPagesAndProgramsOnly() throws Exception {
        int port = serve(false);
        assertThat(answer(port, "Host: meet.example\r\n")).contains("200 OK", "come in", "frame-ancestors 'none'");
        assertThat(answer(port, "Host: meet.example:PORT\r\nOrigin: http://meet.example:PORT\r\n"))
                .contains("come in");
        assertThat(answer(port, "Host: meet.example\r\nOrigin: https://meet.example\r\n"))
                .contains("come in");
        assertThat(answer(port, "Host: meet.example\r\nOrigin: https://evil.example\r\n"))
                .contains("403 Forbidden", "other-origin")
                .doesNotContain("come in");
        assertThat(answer(port, "Host: meet.example\r\nOrigin: null\r\n")).contains("other-origin");
    }

    @Test
    void shouldAnswerToNamesOfThisMachineOnlyWhereNobodyIsAskedForAKey() throws Exception {
        int port = serve(true);
        assertThat(answer(port, "Host: localhost:PORT\r\nOrigin: http://localhost:PORT\r\n"))
                .contains("come in");
        assertThat(answer(port, "Host: [::1]:PORT\r\n")).contains("come in");
        // A site whose name leads here after its page was loaded: of the same origin, to the browser.
        assertThat(answer(port, "Host: evil.example:PORT\r\nOrigin: http://evil.example:PORT\r\n"))
                .contains("403 Forbidden", "other-host", "./parley keys create")
                .doesNotContain("come in");
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost", "LOCALHOST", "parley.localhost", "127.0.0.1", "127.1.2.3", "::1", "[::1]"})
    void shouldKnowNamesOfThisMachine(String host) {
        assertThat(SiteGuard.isThisMachine(host)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"evil.example", "localhost.evil.example", "127.0.0.1.evil.example", "10.0.0.1", ".localhost", ""
            })
    void shouldKnowNamesOfOthers(String host) {
        assertThat(SiteGuard.isThisMachine(host)).isFalse();
    }
}
