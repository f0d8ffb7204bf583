package parley.connectors.room;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** The ways to a room's door. */
public final class Doors {
    private static final int LONGEST_MESSAGE = 1 << 20;

    private Doors() {}

    /** Within the same process, without a socket for the signalling. */
    public static ClientSignal.Door direct(RoomSignalling signalling, String roomName) {
        return receiver -> {
            RoomSignalling.Session session = signalling.open(roomName, new SignalChannel() {
                @Override
                public void send(String json) {
                    receiver.onMessage(json);
                }

                @Override
                public void close() {
                    receiver.onClosed();
                }
            });
            return new ClientSignal() {
                @Override
                public void send(String json) {
                    session.onMessage(json);
                }

                @Override
                public void close() {
                    session.onClosed();
                }
            };
        };
    }

    /** Over a WebSocket, as browsers come. */
    public static ClientSignal.Door webSocket(HttpClient http, URI address) {
        return receiver -> new WebSocketSignal(http, address, receiver);
    }

    private static final class WebSocketSignal implements ClientSignal, WebSocket.Listener {
        private final Receiver receiver;
        private final StringBuilder partial = new StringBuilder();
        /** The end of the queue of sends: java.net.http allows one at a time. */
        private CompletableFuture<WebSocket> last;

        WebSocketSignal(HttpClient http, URI address, Receiver receiver) {
            this.receiver = receiver;
            this.last = http.newWebSocketBuilder().buildAsync(address, this);
            last.whenComplete((socket, failure) -> {
                if (failure != null) {
                    receiver.onClosed();
                }
            });
        }

        @Override
        public synchronized void send(String json) {
            last = last.thenCompose(socket -> socket.sendText(json, true));
        }

        @Override
        public synchronized void close() {
            last = last.thenCompose(socket -> socket.sendClose(WebSocket.NORMAL_CLOSURE, ""));
        }

        @Override
        public CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean isLast) {
            partial.append(data);
            if (partial.length() > LONGEST_MESSAGE) {
                socket.abort();
                receiver.onClosed();
                return CompletableFuture.completedFuture(null);
            }
            if (isLast) {
                String message = partial.toString();
                partial.setLength(0);
                receiver.onMessage(message);
            }
            socket.request(1);
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public CompletionStage<?> onClose(WebSocket socket, int status, String reason) {
            receiver.onClosed();
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public void onError(WebSocket socket, Throwable failure) {
            receiver.onClosed();
        }
    }
}
