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

    /** On a stream of Server-Sent Events, once it has begun. The answer ends it. */
    Runnable on(HttpServerResponse response) {
        return again(() -> {
            if (response.headWritten() && !response.ended() && !response.closed()) {
                response.write(": here\n\n");
            }
        });
    }

    /**
     * On a WebSocket. The answer ends it.
     *
     * @param silent whether nothing else was said since it was asked last
     */
    Runnable on(ServerWebSocket socket, BooleanSupplier silent) {
        return again(() -> {
            if (silent.getAsBoolean() && !socket.isClosed()) {
                socket.writePing(Buffer.buffer());
            }
        });
    }

    private Runnable again(Runnable sign) {
        long timer = vertx.setPeriodic(everyMillis, any -> sign.run());
        return () -> vertx.cancelTimer(timer);
    }
}
