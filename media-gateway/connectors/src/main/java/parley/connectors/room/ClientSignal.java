package parley.connectors.room;

/** A client's way to the room's door. */
public interface ClientSignal {
    void send(String json);

    void close();

    /** How a client gets through the door: the signal that was opened hands what comes back to the receiver. */
    interface Door {
        ClientSignal open(Receiver receiver);
    }

    /** May be called on any thread. */
    interface Receiver {
        void onMessage(String json);

        void onClosed();
    }
}
