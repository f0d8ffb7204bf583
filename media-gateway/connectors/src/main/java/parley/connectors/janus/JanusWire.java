package parley.connectors.janus;

/** The connection that carries Janus's JSON. */
interface JanusWire {
    void send(String json);

    void close();

    /** Opens connections; what comes in goes to the receiver, on any thread. */
    interface Dialer {
        JanusWire dial(String url, Receiver receiver);
    }

    interface Receiver {
        void onOpen();

        void onMessage(String json);

        /** Never opened, or open no longer. Once. */
        void onClosed(String reason);
    }
}
