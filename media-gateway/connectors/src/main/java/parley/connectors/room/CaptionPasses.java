package parley.connectors.room;

/**
 * Makes what a guest's page needs to read along: a key to the captions of that meeting, good for a short while and for nothing
 * else. Called on the meeting's loop; must not block.
 */
@FunctionalInterface
public interface CaptionPasses {
    /** Where whoever reaches the gateway may read along. */
    CaptionPasses NONE_NEEDED = meetingId -> "";

    /** Empty where none is needed. */
    String forMeeting(String meetingId);
}
