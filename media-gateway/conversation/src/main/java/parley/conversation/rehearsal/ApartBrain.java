package parley.conversation.rehearsal;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import parley.brain.bridge.BrainAddress;
import parley.brain.sdk.Brain;
import parley.brain.sdk.BrainServer;

/** A brain behind a socket, as one that somebody else runs: it can die in mid-meeting and come back. Any thread. */
final class ApartBrain implements AutoCloseable {
    private final Brain brain;
    private final int port;
    private @Nullable BrainServer server;

    ApartBrain(Brain brain) throws IOException {
        this.brain = brain;
        BrainServer first = BrainServer.on(brain, 0);
        server = first;
        port = first.port();
    }

    BrainAddress.Remote address() {
        return new BrainAddress.Remote("127.0.0.1", port, false);
    }

    synchronized void happens(Scenario.BrainEvent event) throws IOException {
        switch (event) {
            case DIES -> close();
            case RETURNS -> {
                if (server == null) {
                    server = BrainServer.on(brain, port);
                }
            }
            case NOTHING -> {}
        }
    }

    /** Ends every stream at once and listens no longer, as a killed process does. */
    @Override
    public synchronized void close() {
        if (server != null) {
            server.close();
            server = null;
        }
    }
}
