package parley.server.mcp;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.protobuf.Message;
import io.modelcontextprotocol.spec.McpError;
import io.modelcontextprotocol.spec.McpSchema;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCRequest;
import io.modelcontextprotocol.spec.McpSchema.ReadResourceRequest;
import io.modelcontextprotocol.spec.McpSchema.ReadResourceResult;
import io.modelcontextprotocol.spec.McpSchema.ResourceTemplate;
import io.modelcontextprotocol.spec.McpSchema.ResourcesUpdatedNotification;
import io.modelcontextprotocol.spec.McpSchema.TextResourceContents;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import parley.gateway.v1.EventKind;
import parley.gateway.v1.GetMeetingRequest;
import parley.gateway.v1.GetTranscriptRequest;
import parley.gateway.v1.Meeting;
import parley.gateway.v1.MeetingState;
import parley.gateway.v1.SubscribeRequest;
import parley.gateway.v1.Transcript;
import parley.gateway.v1.TranscriptEvent;
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
    /** The member of an update's {@code _meta} with what was said. */
    static final String UTTERANCE = "parley/utterance";

    static final ResourceTemplate TEMPLATE = ResourceTemplate.builder(
                    "parley://meetings/{meetingId}/transcript", "transcript")
            .title("What is said in a meeting")
            .description("Final words with speakers and times; subscribers are told when there are more.")
            .mimeType("application/json")
            .build();

    static final ResourceTemplate LIVE_TEMPLATE = ResourceTemplate.builder(
                    "parley://meetings/{meetingId}/transcript/live", "live transcript")
            .title("What is being said in a meeting at this moment")
            .description(
                    "The newest utterances, also those that are not over: final is false, and the text may still change."
                            + " Each update carries its utterance in _meta under " + UTTERANCE
                            + ", so that nothing has to be read; the same utteranceId replaces what came before.")
            .mimeType("application/json")
            .build();

    private static final Pattern URI = Pattern.compile("parley://meetings/([A-Za-z0-9._-]{1,64})/transcript(/live)?");
    /** How far back the newest utterances are looked for: less than a subscription sends in one go. */
    private static final long RECENT_EVENTS = 60;

    private static final long PATIENCE_SECONDS = 10;
    private static final int MOST_WATCHED = 100;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Operations operations;
    /** One after the other for all clients: it only says that there is something new. */
    private final ExecutorService teller =
            Executors.newSingleThreadExecutor(Thread.ofVirtual().name("mcp").factory());

    TranscriptResource(Operations operations) {
        this.operations = operations;
    }

    ReadResourceResult read(Caller caller, ReadResourceRequest request) {
        try {
            String meetingId = meetingId(request.uri());
            Message transcript = isLive(request.uri())
                    ? newest(caller, meetingId)
                    : call(
                            caller,
                            "GetTranscript",
                            GetTranscriptRequest.newBuilder()
                                    .setMeetingId(meetingId)
                                    .build());
            TextResourceContents contents = TextResourceContents.builder(request.uri(), ProtoJson.write(transcript))
                    .mimeType("application/json")
                    .build();
            return ReadResourceResult.builder(List.of(contents)).build();
        } catch (ProblemException problem) {
            throw error(problem);
        }
    }

    private Message newest(Caller caller, String meetingId) throws ProblemException {
        Meeting meeting = (Meeting) call(
                caller,
                "GetMeeting",
                GetMeetingRequest.newBuilder().setMeetingId(meetingId).build());
        SubscribeRequest request = SubscribeRequest.newBuilder()
                .setMeetingId(meetingId)
                .setAfterSeq(Math.max(0, meeting.getLastSeq() - RECENT_EVENTS))
                .addKinds(EventKind.EVENT_KIND_TRANSCRIPT)
                .build();
        Newest newest = new Newest(new LinkedHashMap<>());
        Subscriber subscriber = operations.subscribe(caller, request, newest, teller);
        // What there is was sent on that thread by the time it comes to this.
        return CompletableFuture.supplyAsync(() -> newest.transcript(meeting), teller)
                .orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS)
                .whenComplete((any, failure) -> subscriber.cancel())
                .join();
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
                .setFinalOnly(!isLive(uri))
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
            Map<String, Object> meta = isLive(uri) ? Map.of(UTTERANCE, utterance(event)) : Map.of();
            McpSessions.tell(
                    held,
                    McpSchema.METHOD_NOTIFICATION_RESOURCES_UPDATED,
                    meta.isEmpty()
                            ? new ResourcesUpdatedNotification(uri)
                            : new ResourcesUpdatedNotification(uri, meta));
        }

        private static Map<String, Object> utterance(EncodedEvent event) {
            try {
                return JSON.readValue(
                        ProtoJson.write(event.message().getTranscript()), new TypeReference<Map<String, Object>>() {});
            } catch (JsonProcessingException e) {
                throw new IllegalStateException("what ProtoJson writes can be read", e);
            }
        }

        @Override
        public void complete() {
            held.unwatch(uri);
        }
    }

    /** The last state of each utterance. On the teller's thread only. */
    private record Newest(Map<String, TranscriptEvent> utterances) implements Subscription.Sink {
        @Override
        public boolean writable() {
            return true;
        }

        @Override
        public void send(EncodedEvent event) {
            TranscriptEvent utterance = event.message().getTranscript();
            utterances.put(utterance.getUtteranceId(), utterance);
        }

        @Override
        public void complete() {}

        Transcript transcript(Meeting meeting) {
            return Transcript.newBuilder()
                    .setMeetingId(meeting.getId())
                    .addAllUtterances(utterances.values())
                    .setLastSeq(meeting.getLastSeq())
                    .build();
        }
    }

    private static boolean isLive(String uri) {
        return uri.endsWith("/live");
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
                    "There are " + TEMPLATE.uriTemplate() + " and " + LIVE_TEMPLATE.uriTemplate() + ".");
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
