package parley.brain.bridge;

import parley.agent.v1.BrainAction;
import parley.agent.v1.GatewayEvent;

/** A way to a brain: over gRPC, or within the process. One transport serves all meetings of an address. */
public interface BrainTransport extends AutoCloseable {
    /** Opens one stream. A failure to do so arrives as {@link Receiver#onEnded}. Never blocks. */
    Call attend(Receiver receiver);

    /**
     * Asks to be told how the brain is, for all meetings of this way at once. A way that cannot tell says so with {@link
     * HealthReceiver#onEnded}. Never blocks.
     */
    default Watch watchHealth(HealthReceiver receiver) {
        receiver.onEnded(false);
        return () -> {};
    }

    @Override
    void close();

    /** Goes on until it is stopped or ends. */
    interface Watch {
        void stop();
    }

    /** Hears how the brain is; any thread, one call at a time. */
    interface HealthReceiver {
        /** Whether the brain takes meetings; told at the beginning and at each change. */
        void onHealth(boolean serving);

        /**
         * The watch is over.
         *
         * @param askAgain false where the brain does not tell: it has no health service, or not for this gateway
         */
        void onEnded(boolean askAgain);
    }

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
