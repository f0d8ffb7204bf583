package parley.brain.bridge;

/**
 * What happened on one meeting's line so far, or on several.
 *
 * @param duplicates actions or deltas that had been seen before
 * @param stale deltas for a turn or revision that had moved on
 * @param refused actions that broke a rule of the contract or of the meeting
 * @param eventsDropped events that were dropped because the brain did not keep up
 * @param reconnects how often the stream was opened again
 */
public record LinkCounters(
        long eventsSent,
        long actionsDelivered,
        long duplicates,
        long stale,
        long refused,
        long eventsDropped,
        long reconnects) {
    static final LinkCounters NONE = new LinkCounters(0, 0, 0, 0, 0, 0, 0);

    LinkCounters plus(LinkCounters other) {
        return new LinkCounters(
                eventsSent + other.eventsSent,
                actionsDelivered + other.actionsDelivered,
                duplicates + other.duplicates,
                stale + other.stale,
                refused + other.refused,
                eventsDropped + other.eventsDropped,
                reconnects + other.reconnects);
    }
}
