package parley.connectors;

import java.util.Map;
import parley.webrtc.loop.TaskLoop;

/**
 * A wish to be in a meeting.
 *
 * @param meetingId the gateway's own id of the meeting, for logs and for what the connector stores
 * @param agentName the name that the agent shows in the meeting
 * @param settings what this connector needs to find the meeting; the connector's class lists its keys
 * @param loop what the meeting runs on: every callback comes there, every call of the link must come from there
 */
public record JoinRequest(String meetingId, String agentName, Map<String, String> settings, TaskLoop loop) {
    public JoinRequest {
        if (meetingId.isBlank()) {
            throw new IllegalArgumentException("a join request needs a meeting id");
        }
        if (agentName.isBlank()) {
            throw new IllegalArgumentException("a join request needs the agent's name");
        }
        settings = Map.copyOf(settings);
    }

    /** A setting, or the default where it is absent or blank. */
    public String setting(String key, String otherwise) {
        String value = settings.getOrDefault(key, "");
        return value.isBlank() ? otherwise : value;
    }
}
