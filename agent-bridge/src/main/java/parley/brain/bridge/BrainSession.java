package parley.brain.bridge;

import parley.agent.v1.GatewayEvent;

/** A meeting's line to its brain. Any thread may call; nothing blocks. */
public interface BrainSession {
    /**
     * Tells the brain what happened. {@code at_ms} is the meeting's; {@code seq} is given here. Greeting, the picture of
     * the meeting and repetition after a break are the session's own business: never send {@code hello} or {@code
     * meeting_opened}.
     */
    void send(GatewayEvent event);

    /** Counts speech against the daily budgets. */
    void count(long heardMillis, long spokenMillis);

    /**
     * No more events. The brain may still send notes for the grace period; then the stream ends and {@link
     * BrainListener#onClosed} is called.
     */
    void close(String reason);

    /** Counters of this meeting so far. */
    LinkCounters counters();
}
