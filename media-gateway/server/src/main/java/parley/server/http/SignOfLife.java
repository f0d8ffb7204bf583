package parley.server.http;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.ServerWebSocket;
import java.util.function.BooleanSupplier;

/** Says something without a meaning, so that proxies keep a silent connection open, and that one whose reader is gone is noticed. */
record SignOfLife(Vertx vertx, long everyMillis) {
    private static final long USUAL_MILLIS = 20_000;

    static SignOfLife usual(Vertx vertx) {
        return new SignOfLife(vertx, USUAL_MILLIS);
    }

    /** On a stream of Server-Sent Events, from when it has begun until it is over. */
    void on(HttpServerResponse response) {
        whileNot(() -> response.ended() || response.closed(), () -> {
            if (response.headWritten()) {
                response.write(": here\n\n");
            }
        });
    }

    /**
     * On a WebSocket, until it is closed.
     *
     * @param silent whether nothing else was said since it was asked last
     */
    void on(ServerWebSocket socket, BooleanSupplier silent) {
        whileNot(socket::isClosed, () -> {
            if (silent.getAsBoolean()) {
                socket.writePing(Buffer.buffer());
            }
        });
    }

    private void whileNot(BooleanSupplier over, Runnable sign) {
        vertx.setPeriodic(everyMillis, timer -> {
            if (over.getAsBoolean()) {
                vertx.cancelTimer(timer);
            } else {
                sign.run();
            }
        });
    }
}
