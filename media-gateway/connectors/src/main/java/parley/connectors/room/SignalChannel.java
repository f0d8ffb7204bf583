package parley.connectors.room;

/** One guest's way back: a WebSocket, or whatever carries text both ways. Called on the room's loop. */
public interface SignalChannel {
    void send(String json);

    /** Ends the channel after what was sent. */
    void close();
}
