package parley.webrtc.peer;

import java.net.InetSocketAddress;
import parley.webrtc.ice.IceCredentials;

/** The sockets below a peer connection. Called on the connection's loop. */
public interface PeerNetwork {
    /** Sends a datagram from one of the sockets whose addresses are the host candidates; the array is handed over. */
    void send(InetSocketAddress from, InetSocketAddress to, byte[] data, int offset, int length);

    /** Checks for these credentials are for this connection from now on. */
    void addressedBy(IceCredentials local);

    /** What comes from this address is for this connection from now on. */
    void selected(InetSocketAddress remote);

    /** Nothing is for this connection any more. */
    void closed();
}
