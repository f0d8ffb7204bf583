package parley.server.webhook;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;
import parley.brain.approval.Proposal;

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
    public static final List<String> TYPES = List.of(
            STATE,
            ENDED,
            TRANSCRIPT,
            DRAFT,
            MINUTES,
            "proposal.created",
            "proposal.approved",
            "proposal.rejected",
            "proposal.expired",
            "proposal.done",
            "proposal.failed");

    /** The type of what became of a proposal. */
    static String of(Proposal.State state) {
        return switch (state) {
            case PENDING -> "proposal.created";
            case APPROVED -> "proposal.approved";
            case REJECTED -> "proposal.rejected";
            case EXPIRED -> "proposal.expired";
            case DONE -> "proposal.done";
            case FAILED -> "proposal.failed";
        };
    }

    String body() {
        ObjectNode body = data.objectNode()
                .put("type", type)
                .put("timestamp", Instant.ofEpochMilli(atUnixMillis).toString());
        body.set("data", data);
        return body.toString();
    }
}
