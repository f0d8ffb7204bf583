package parley.connectors.room;

import java.util.concurrent.TimeUnit;

/**
 * @param mostGuests people in one room
 * @param returnNanos how long the place of somebody whose connection broke is kept
 * @param setupNanos how long somebody may be in the room without media ever having come up
 * @param keyed a room that is given no key makes one up: nobody comes in who was not given the link
 */
public record RoomConfig(int mostGuests, long returnNanos, long setupNanos, boolean keyed) {
    public static final RoomConfig USUAL =
            new RoomConfig(100, TimeUnit.SECONDS.toNanos(20), TimeUnit.SECONDS.toNanos(30), false);

    public RoomConfig withKeys(boolean wanted) {
        return new RoomConfig(mostGuests, returnNanos, setupNanos, wanted);
    }

    public RoomConfig {
        if (mostGuests < 1 || mostGuests > 1_000) {
            throw new IllegalArgumentException("most-guests is " + mostGuests + "; allowed are 1 to 1000");
        }
        if (returnNanos < 0 || setupNanos <= 0) {
            throw new IllegalArgumentException("negative times");
        }
    }
}
