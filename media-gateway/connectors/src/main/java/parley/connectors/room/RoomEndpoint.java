package parley.connectors.room;

import io.vertx.core.http.ServerWebSocket;

/** Puts a Vert.x WebSocket in front of {@link RoomSignalling}. */
public final class RoomEndpoint {
    private final RoomSignalling signalling;

    public RoomEndpoint(RoomSignalling signalling) {
        this.signalling = signalling;
    }

    /** Serves one WebSocket that was accepted for that room. Call it on the socket's own context. */
    public void serve(ServerWebSocket socket, String roomName) {
        RoomSignalling.Session session = signalling.open(roomName, new SignalChannel() {
            @Override
            public void send(String json) {
                // Vert.x hops to the socket's own context; a guest who does not read is cut off, not waited for.
                if (!socket.isClosed()) {
                    if (socket.writeQueueFull()) {
                        socket.close((short) 1013, "too slow");
                    } else {
                        socket.writeTextMessage(json);
                    }
                }
            }

            @Override
            public void close() {
                if (!socket.isClosed()) {
                    socket.close();
                }
            }
        });
        socket.textMessageHandler(session::onMessage);
        socket.closeHandler(closed -> session.onClosed());
        socket.exceptionHandler(failure -> {});
    }
}
