package parley.connectors.browser;

import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.ServerWebSocket;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.TimeUnit;

/** Serves the test's pages on loopback, where a browser lets them have a microphone. */
final class TestPages implements AutoCloseable {
    private final Vertx vertx = Vertx.vertx();
    private final HttpServer http;

    /** @param sockets what the pages say to us, if they do */
    TestPages(Handler<ServerWebSocket> sockets) throws Exception {
        http = vertx.createHttpServer()
                .requestHandler(request -> {
                    String name = request.path().substring(1);
                    String type = name.endsWith(".js") ? "text/javascript" : "text/html";
                    var _ = request.response().putHeader("content-type", type).end(page(name));
                })
                .webSocketHandler(sockets)
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .get(20, TimeUnit.SECONDS);
    }

    private static String page(String name) {
        if (!name.matches("[a-z]+\\.(html|js)")) {
            return "";
        }
        try (InputStream in = TestPages.class.getResourceAsStream(name)) {
            return in == null ? "" : new String(in.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new IllegalStateException(name, e);
        }
    }

    String address(String page) {
        return "http://127.0.0.1:" + http.actualPort() + "/" + page;
    }

    String socket() {
        return "ws://127.0.0.1:" + http.actualPort() + "/";
    }

    @Override
    public void close() {
        vertx.close()
                .toCompletionStage()
                .toCompletableFuture()
                .orTimeout(20, TimeUnit.SECONDS)
                .join();
    }
}
