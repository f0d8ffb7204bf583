package parley.server.delivery;

/**
 * Something for one destination.
 *
 * @param id the same whenever the same is sent there
 * @param mark the destination's
 * @param event what it is about
 * @param address for a person
 */
public record Parcel(
        String id, String mark, String tenant, String meetingId, String event, String address, String body) {}
