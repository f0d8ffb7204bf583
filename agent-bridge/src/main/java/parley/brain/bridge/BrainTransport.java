package parley.brain.bridge;

import parley.agent.v1.BrainAction;
import parley.agent.v1.GatewayEvent;

/** A way to a brain: over gRPC, or within the process. One transport serves all meetings of an address. */
public interface BrainTransport extends AutoCloseable {
    /** Opens one stream. A failure to do so arrives as {@link Receiver#onEnded}. Never blocks. */
    Call attend(Receiver receiver);

    @Override
    void close();

    /** The gateway's half of a stream. Calls come one at a time. */
    interface Call {
        /** Whether another event would be sent at once and not queued. */
        boolean isReady();

        void send(GatewayEvent event);

        void halfClose();

        /** Ends the stream at once. */
        void cancel(String why);
    }

    /** The brain's half of a stream; any thread, one call at a time. */
    interface Receiver {
        void onAction(BrainAction action);

        /** The stream can take events again. */
        void onSendReady();

        /** The stream is over. */
        void onEnded(Ending ending);
    }

    /**
     * How a stream ended.
     *
     * @param hopeless calling again will not help before somebody changes the configuration
     */
    record Ending(boolean orderly, boolean hopeless, String reason) {
        public static final Ending ORDERLY = new Ending(true, false, "the brain closed the stream");
    }
}
