package parley.server.mcp;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import parley.server.gateway.Operation;
import parley.server.json.OpenApi;

/**
 * A tool: an operation of the gateway, with those of its request's members that an agent needs.
 *
 * @param operation its name in the table of operations
 * @param members what they mean, by the names that the request has in JSON
 * @param required those that have to be there
 * @param fixed members that are always as here, unless the caller says something else
 */
record MeetingTool(
        String name,
        String title,
        String description,
        String operation,
        Map<String, String> members,
        List<String> required,
        Map<String, String> fixed,
        boolean readsOnly) {
    private static final String MEETING = "The meeting's id, as join_meeting and list_meetings answer it";
    private static final String TEXT = "What to say or write, up to 10,000 characters";

    static final List<MeetingTool> ALL = List.of(
            new MeetingTool(
                    "join_meeting",
                    "Join a meeting",
                    "Sends the agent into a meeting and answers with the meeting, its id and, where the gateway hosts it, the"
                            + " path where people join. Unless policy says otherwise the agent says nothing by itself: only"
                            + " what speak and send_chat are told.",
                    "OpenMeeting",
                    members(
                            "connector", "How the meeting is reached: room (the gateway's own, the default) or janus",
                            "connectorSettings", "What the connector wants to know, for instance room",
                            "title", "What the meeting is about",
                            "language", "A language tag such as en",
                            "policy", "When the configured brain answers by itself; scribe, the default, is never",
                            "idempotencyKey", "Asking again with the same key answers with the same meeting"),
                    List.of(),
                    Map.of("policy", "scribe"),
                    false),
            new MeetingTool(
                    "leave_meeting",
                    "Leave a meeting",
                    "Leaves a meeting and ends its recording and transcript.",
                    "CloseMeeting",
                    members(
                            "meetingId", MEETING,
                            "reason", "Why, for the record",
                            "sayGoodbye", "Finish what is being said first"),
                    List.of("meetingId"),
                    Map.of(),
                    false),
            new MeetingTool(
                    "speak",
                    "Say something",
                    "Says something in the meeting and answers when it was said, or when somebody interrupted it: outcome is"
                            + " said, interrupted, unheard (nobody else is there; told within some seconds) or dropped,"
                            + " and heardText is what people heard of it.",
                    "Say",
                    members(
                            "meetingId",
                            MEETING,
                            "text",
                            TEXT,
                            "urgent",
                            "Say it at once instead of waiting until nobody speaks",
                            "uninterruptible",
                            "Go on when somebody speaks over it"),
                    List.of("meetingId", "text"),
                    Map.of(),
                    false),
            new MeetingTool(
                    "send_chat",
                    "Write something",
                    "Writes into the meeting's chat.",
                    "SendChat",
                    members(
                            "meetingId", MEETING,
                            "text", TEXT,
                            "toParticipantId", "One participant; without it everybody"),
                    List.of("meetingId", "text"),
                    Map.of(),
                    false),
            new MeetingTool(
                    "read_transcript",
                    "Read what was said",
                    "What was said, with speakers, times and words. lastSeq of the answer is afterSeq of the next call, so"
                            + " that only what is new comes.",
                    "GetTranscript",
                    members("meetingId", MEETING, "afterSeq", "Only what came after this sequence number"),
                    List.of("meetingId"),
                    Map.of(),
                    true),
            new MeetingTool(
                    "list_participants",
                    "Who is there",
                    "The meeting as it is now: its state and its participants, the agent included.",
                    "GetMeeting",
                    members("meetingId", MEETING),
                    List.of("meetingId"),
                    Map.of(),
                    true),
            new MeetingTool(
                    "list_meetings",
                    "The meetings",
                    "The meetings, newest first.",
                    "ListMeetings",
                    members(
                            "liveOnly", "Only those that last",
                            "pageSize", "Up to 200",
                            "pageToken", "nextPageToken of the last answer"),
                    List.of(),
                    Map.of(),
                    true));

    private static Map<String, String> members(String... namesAndMeanings) {
        Map<String, String> members = new LinkedHashMap<>();
        for (int i = 0; i < namesAndMeanings.length; i += 2) {
            members.put(namesAndMeanings[i], namesAndMeanings[i + 1]);
        }
        return members;
    }

    /** What the tool wants, as JSON Schema made from the operation's request. */
    ObjectNode schema(Operation of) {
        ObjectNode schema = JsonNodeFactory.instance.objectNode().put("type", "object");
        ObjectNode properties = schema.putObject("properties");
        members.forEach((name, meaning) ->
                properties.set(name, OpenApi.inline(field(of.request(), name)).put("description", meaning)));
        ArrayNode needed = schema.putArray("required");
        required.forEach(needed::add);
        return schema.put("additionalProperties", false);
    }

    private static FieldDescriptor field(Message request, String name) {
        return Objects.requireNonNull(
                request.getDescriptorForType().getFields().stream()
                        .filter(field -> field.getJsonName().equals(name))
                        .findFirst()
                        .orElse(null),
                () -> "the request has no " + name);
    }
}
