package parley.brain.sdk;

import parley.agent.v1.BrainAction;
import parley.agent.v1.GatewayEvent;

/** The contract's one method, however it is carried: a stream of events against a stream of actions. */
@FunctionalInterface
public interface BrainStreams {
    /** A stream is there. */
    Events open(Sink sink);

    /** The gateway's half of a stream; one call at a time, in order. */
    interface Events {
        void event(GatewayEvent event);

        /** The gateway will send no more. */
        void halfClosed();

        /** The stream broke. */
        void broken();
    }

    /** Where a stream's actions go; any thread. */
    interface Sink {
        void action(BrainAction action);

        /** Nothing follows. */
        void done();
    }
}
