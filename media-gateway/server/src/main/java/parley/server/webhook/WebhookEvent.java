package parley.server.webhook;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;

/**
 * Something to tell.
 *
 * @param id the same whenever the same thing is told
 * @param type one of the constants
 */
public record WebhookEvent(
        String id, String type, String tenant, String meetingId, long atUnixMillis, ObjectNode data) {
    public static final String STATE = "meeting.state";
    public static final String ENDED = "meeting.ended";
    public static final String TRANSCRIPT = "transcript.final";
    public static final String DRAFT = "minutes.draft";
    public static final String MINUTES = "minutes.ready";
    /** Everything that is told. */
    public static final List<String> TYPES = List.of(STATE, ENDED, TRANSCRIPT, DRAFT, MINUTES);

    String body() {
        ObjectNode body = data.objectNode()
                .put("type", type)
                .put("timestamp", Instant.ofEpochMilli(atUnixMillis).toString());
        body.set("data", data);
        return body.toString();
    }
}
