package parley.brain.bridge;

import java.util.Map;
import parley.agent.v1.MeetingOpened;

/**
 * What a brain is told when it is called into a meeting.
 *
 * @param meetingId stable over reconnects, unique on this gateway
 * @param tenant whose meeting it is; usage is counted for it
 * @param agent which agent the brain shall be
 * @param attributes what whoever opened the meeting wants the brain to know
 * @param opened the picture of the meeting at its beginning; kept up to date from the events that are sent
 */
public record MeetingContext(
        String meetingId, String tenant, String agent, Map<String, String> attributes, MeetingOpened opened) {
    public MeetingContext {
        if (meetingId.isBlank()) {
            throw new IllegalArgumentException("a meeting needs an id");
        }
        attributes = Map.copyOf(attributes);
    }
}
