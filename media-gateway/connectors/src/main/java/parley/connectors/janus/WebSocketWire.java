package parley.connectors.janus;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;

/** Janus's WebSocket transport, subprotocol janus-protocol. */
final class WebSocketWire implements JanusWire, WebSocket.Listener {
    private static final int LONGEST_MESSAGE = 4 << 20;

    private final Receiver receiver;
    private final StringBuilder partial = new StringBuilder();
    private final AtomicBoolean closed = new AtomicBoolean();
    /** The end of the queue of sends: java.net.http allows one at a time. */
    private CompletableFuture<WebSocket> last = new CompletableFuture<>();

    private WebSocketWire(Receiver receiver) {
        this.receiver = receiver;
    }

    static Dialer dialer(HttpClient http) {
        return (url, receiver) -> {
            WebSocketWire wire = new WebSocketWire(receiver);
            wire.open(http, url);
            return wire;
        };
    }

    private synchronized void open(HttpClient http, String url) {
        try {
            last = http.newWebSocketBuilder()
                    .subprotocols("janus-protocol")
                    .connectTimeout(Duration.ofSeconds(10))
                    .buildAsync(URI.create(url), this);
        } catch (IllegalArgumentException e) {
            last = CompletableFuture.failedFuture(e);
        }
        last.whenComplete((socket, failure) -> {
            if (failure != null) {
                closed(String.valueOf(failure.getMessage()));
            } else {
                receiver.onOpen();
            }
        });
    }

    private void closed(String reason) {
        if (closed.compareAndSet(false, true)) {
            receiver.onClosed(reason);
        }
    }

    @Override
    public synchronized void send(String json) {
        last = last.thenCompose(socket -> socket.sendText(json, true));
        last.whenComplete((socket, failure) -> {
            if (failure != null) {
                closed(String.valueOf(failure.getMessage()));
            }
        });
    }

    @Override
    public synchronized void close() {
        closed.set(true);
        last = last.thenCompose(socket -> socket.sendClose(WebSocket.NORMAL_CLOSURE, ""));
    }

    @Override
    public CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean isLast) {
        partial.append(data);
        if (partial.length() > LONGEST_MESSAGE) {
            socket.abort();
            closed("a message longer than " + LONGEST_MESSAGE);
        } else if (isLast) {
            String message = partial.toString();
            partial.setLength(0);
            if (!closed.get()) {
                receiver.onMessage(message);
            }
        }
        socket.request(1);
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public CompletionStage<?> onClose(WebSocket socket, int status, String reason) {
        closed("closed with " + status + " " + reason);
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public void onError(WebSocket socket, Throwable failure) {
        closed(String.valueOf(failure.getMessage()));
    }
}
