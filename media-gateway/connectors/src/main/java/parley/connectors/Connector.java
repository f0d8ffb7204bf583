package parley.connectors;

/**
 * One way into meetings: the gateway's own room, a Janus server, a platform. It keeps what its meetings share (the UDP
 * port, the connection pools); what belongs to one meeting hangs on the {@link MeetingLink}. Safe for all threads.
 */
public interface Connector extends AutoCloseable {
    /** How requests name it: "room", "janus". */
    String name();

    /** What this platform can do at best; a link may be able to do less. */
    Capabilities capabilities();

    /**
     * Starts to join and returns at once; how it goes arrives at the listener, on the request's loop, beginning with
     * {@link LinkState#JOINING}. Must be called on that loop. It does not throw for anything that the outside does:
     * wrong settings too arrive as a state with a reason.
     */
    MeetingLink join(JoinRequest request, ConnectorListener listener);

    /** Leaves every meeting that is still joined. */
    @Override
    void close();
}
