package parley.connectors;

import java.util.Optional;
import parley.connectors.ConnectorEvent.StateChanged;

/** A link's state for those who write connectors: lets only allowed steps through. For one loop only. */
public final class LinkStateTracker {
    private LinkState state = LinkState.JOINING;

    public LinkState state() {
        return state;
    }

    /** The first event of every link. */
    public static StateChanged joining() {
        return new StateChanged(LinkState.JOINING, StateReason.REQUESTED, "joining");
    }

    /**
     * The event to give to the listener, or nothing where the state cannot follow: after the end, or twice the same. A late
     * message of the platform must not bring an ended link back.
     */
    public Optional<StateChanged> go(LinkState next, StateReason reason, String message) {
        if (!state.leadsTo(next)) {
            return Optional.empty();
        }
        state = next;
        return Optional.of(new StateChanged(next, reason, message));
    }
}
