package parley.server.mcp;

import com.google.protobuf.Message;
import io.modelcontextprotocol.spec.McpError;
import io.modelcontextprotocol.spec.McpSchema;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCRequest;
import io.modelcontextprotocol.spec.McpSchema.ReadResourceRequest;
import io.modelcontextprotocol.spec.McpSchema.ReadResourceResult;
import io.modelcontextprotocol.spec.McpSchema.ResourceTemplate;
import io.modelcontextprotocol.spec.McpSchema.ResourcesUpdatedNotification;
import io.modelcontextprotocol.spec.McpSchema.TextResourceContents;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import parley.gateway.v1.EventKind;
import parley.gateway.v1.GetMeetingRequest;
import parley.gateway.v1.GetTranscriptRequest;
import parley.gateway.v1.Meeting;
import parley.gateway.v1.MeetingState;
import parley.gateway.v1.SubscribeRequest;
import parley.server.event.EncodedEvent;
import parley.server.event.Subscription;
import parley.server.gateway.Caller;
import parley.server.gateway.Operations;
import parley.server.gateway.Operations.Subscriber;
import parley.server.gateway.ProblemException;
import parley.server.json.ProtoJson;

/**
 * The transcript of a meeting as a resource that can be read and subscribed to. The SDK would let every client subscribe to
 * every address; so subscriptions pass here first, where the meeting has to be the caller's own.
 */
final class TranscriptResource implements AutoCloseable {
    static final ResourceTemplate TEMPLATE = ResourceTemplate.builder(
                    "parley://meetings/{meetingId}/transcript", "transcript")
            .title("What is said in a meeting")
            .description("Final words with speakers and times; subscribers are told when there are more.")
            .mimeType("application/json")
            .build();

    private static final Pattern URI = Pattern.compile("parley://meetings/([A-Za-z0-9._-]{1,64})/transcript");
    private static final int MOST_WATCHED = 100;

    private final Operations operations;
    /** One after the other for all clients: it only says that there is something new. */
    private final ExecutorService teller =
            Executors.newSingleThreadExecutor(Thread.ofVirtual().name("mcp").factory());

    TranscriptResource(Operations operations) {
        this.operations = operations;
    }

    ReadResourceResult read(Caller caller, ReadResourceRequest request) {
        try {
            Message transcript = call(
                    caller,
                    "GetTranscript",
                    GetTranscriptRequest.newBuilder()
                            .setMeetingId(meetingId(request.uri()))
                            .build());
            TextResourceContents contents = TextResourceContents.builder(request.uri(), ProtoJson.write(transcript))
                    .mimeType("application/json")
                    .build();
            return ReadResourceResult.builder(List.of(contents)).build();
        } catch (ProblemException problem) {
            throw error(problem);
        }
    }

    /** What a request to subscribe or to stop brings about; why it is refused, if it is. */
    Optional<McpError> subscription(Caller caller, McpSessions.Held held, JSONRPCRequest request) {
        boolean begins = request.method().equals(McpSchema.METHOD_RESOURCES_SUBSCRIBE);
        if (!begins && !request.method().equals(McpSchema.METHOD_RESOURCES_UNSUBSCRIBE)) {
            return Optional.empty();
        }
        @Nullable Object uri = request.params() instanceof Map<?, ?> params ? params.get("uri") : null;
        try {
            String address = String.valueOf(uri);
            String meetingId = meetingId(address);
            held.unwatch(address);
            if (begins) {
                watch(caller, held, meetingId, address);
            }
            return Optional.empty();
        } catch (ProblemException problem) {
            return Optional.of(error(problem));
        }
    }

    private void watch(Caller caller, McpSessions.Held held, String meetingId, String uri) throws ProblemException {
        Meeting meeting = (Meeting) call(
                caller,
                "GetMeeting",
                GetMeetingRequest.newBuilder().setMeetingId(meetingId).build());
        if (meeting.getState() == MeetingState.MEETING_STATE_ENDED
                || meeting.getState() == MeetingState.MEETING_STATE_FAILED) {
            return; // nothing will be added
        }
        if (held.watched.size() >= MOST_WATCHED) {
            throw new ProblemException(
                    ProblemException.Kind.TOO_MANY,
                    "too-many-subscriptions",
                    "a session watches " + MOST_WATCHED + " meetings at most",
                    "Unsubscribe from some.");
        }
        SubscribeRequest request = SubscribeRequest.newBuilder()
                .setMeetingId(meetingId)
                .setAfterSeq(meeting.getLastSeq())
                .addKinds(EventKind.EVENT_KIND_TRANSCRIPT)
                .setFinalOnly(true)
                .build();
        Subscriber subscriber = operations.subscribe(caller, request, new Teller(held, uri), teller);
        held.watched.put(uri, subscriber);
    }

    /** Tells that there is more to read. */
    private record Teller(McpSessions.Held held, String uri) implements Subscription.Sink {
        @Override
        public boolean writable() {
            return true; // what a client does not take in time is dropped further down
        }

        @Override
        public void send(EncodedEvent event) {
            McpSessions.tell(
                    held, McpSchema.METHOD_NOTIFICATION_RESOURCES_UPDATED, new ResourcesUpdatedNotification(uri));
        }

        @Override
        public void complete() {
            held.unwatch(uri);
        }
    }

    private Message call(Caller caller, String operation, Message request) throws ProblemException {
        return operations.call(operations.named(operation).orElseThrow(), caller, request);
    }

    private static String meetingId(String uri) throws ProblemException {
        Matcher matcher = URI.matcher(uri);
        if (!matcher.matches()) {
            throw new ProblemException(
                    ProblemException.Kind.NOT_FOUND,
                    "no-such-resource",
                    "there is no such resource",
                    "There is " + TEMPLATE.uriTemplate() + ".");
        }
        return Objects.requireNonNull(matcher.group(1));
    }

    private static McpError error(ProblemException problem) {
        int code = problem.kind() == ProblemException.Kind.NOT_FOUND
                ? McpSchema.ErrorCodes.RESOURCE_NOT_FOUND
                : McpSchema.ErrorCodes.INVALID_PARAMS;
        return McpError.builder(code)
                .message(problem.problem().getMessage() + ". "
                        + problem.problem().getRemedy())
                .build();
    }

    @Override
    public void close() {
        teller.shutdownNow();
    }
}
