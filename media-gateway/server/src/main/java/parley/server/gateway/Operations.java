package parley.server.gateway;

import com.google.protobuf.Message;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import parley.gateway.v1.ApproveMinutesRequest;
import parley.gateway.v1.ApproveProposalRequest;
import parley.gateway.v1.CloseMeetingRequest;
import parley.gateway.v1.CreateKeyRequest;
import parley.gateway.v1.CreatePageTokenRequest;
import parley.gateway.v1.CreatedKey;
import parley.gateway.v1.DeleteMeetingRequest;
import parley.gateway.v1.DeleteMeetingResponse;
import parley.gateway.v1.Delivery;
import parley.gateway.v1.GetMeetingRequest;
import parley.gateway.v1.GetMinutesRequest;
import parley.gateway.v1.GetProposalRequest;
import parley.gateway.v1.GetTranscriptRequest;
import parley.gateway.v1.GetUsageRequest;
import parley.gateway.v1.ListDeliveriesRequest;
import parley.gateway.v1.ListDeliveriesResponse;
import parley.gateway.v1.ListKeysRequest;
import parley.gateway.v1.ListKeysResponse;
import parley.gateway.v1.ListMeetingsRequest;
import parley.gateway.v1.ListMeetingsResponse;
import parley.gateway.v1.ListProposalsRequest;
import parley.gateway.v1.ListProposalsResponse;
import parley.gateway.v1.ListRecordingsRequest;
import parley.gateway.v1.ListRecordingsResponse;
import parley.gateway.v1.ListTurnsRequest;
import parley.gateway.v1.ListTurnsResponse;
import parley.gateway.v1.Meeting;
import parley.gateway.v1.Minutes;
import parley.gateway.v1.OpenMeetingRequest;
import parley.gateway.v1.PageToken;
import parley.gateway.v1.Proposal;
import parley.gateway.v1.ReadAuditLogRequest;
import parley.gateway.v1.ReadAuditLogResponse;
import parley.gateway.v1.RejectProposalRequest;
import parley.gateway.v1.ResendDeliveryRequest;
import parley.gateway.v1.RevokeKeyRequest;
import parley.gateway.v1.RevokeKeyResponse;
import parley.gateway.v1.SayRequest;
import parley.gateway.v1.SayResponse;
import parley.gateway.v1.SearchRequest;
import parley.gateway.v1.SearchResponse;
import parley.gateway.v1.SendChatRequest;
import parley.gateway.v1.SendChatResponse;
import parley.gateway.v1.SubscribeRequest;
import parley.gateway.v1.Transcript;
import parley.gateway.v1.UsageReport;
import parley.server.event.EventFilter;
import parley.server.event.Subscription;
import parley.server.gateway.Caller.Scope;
import parley.server.gateway.ProblemException.Kind;

/** Everything that callers can ask for, as one table that REST, gRPC, the OpenAPI document and the tests go by. */
public final class Operations {
    private static final Logger LOG = LoggerFactory.getLogger(Operations.class);

    private final MeetingCalls meetings;
    private final ArchiveCalls archive;
    private final OperatorCalls operator;
    private final ApprovalCalls approvals;
    private final KeyCalls keys;
    private final List<Operation> table;
    private final Map<String, Operation> byName;

    public Operations(
            MeetingCalls meetings,
            ArchiveCalls archive,
            OperatorCalls operator,
            ApprovalCalls approvals,
            KeyCalls keys) {
        this.meetings = meetings;
        this.archive = archive;
        this.operator = operator;
        this.approvals = approvals;
        this.keys = keys;
        this.table = List.copyOf(table());
        this.byName = table.stream().collect(Collectors.toMap(Operation::name, Function.identity()));
    }

    private List<Operation> table() {
        List<Operation> table = new ArrayList<>();
        table.add(operation(
                "OpenMeeting",
                "POST",
                "/v1/meetings",
                "Join a meeting",
                Scope.MEETINGS,
                OpenMeetingRequest.getDefaultInstance(),
                Meeting.getDefaultInstance(),
                meetings::open));
        table.add(operation(
                "ListMeetings",
                "GET",
                "/v1/meetings",
                "The meetings, newest first",
                Scope.READ,
                ListMeetingsRequest.getDefaultInstance(),
                ListMeetingsResponse.getDefaultInstance(),
                meetings::list));
        table.add(operation(
                "GetMeeting",
                "GET",
                "/v1/meetings/{meetingId}",
                "A meeting as it is now",
                Scope.READ,
                GetMeetingRequest.getDefaultInstance(),
                Meeting.getDefaultInstance(),
                meetings::get));
        table.add(operation(
                "CloseMeeting",
                "POST",
                "/v1/meetings/{meetingId}/close",
                "Leave a meeting",
                Scope.MEETINGS,
                CloseMeetingRequest.getDefaultInstance(),
                Meeting.getDefaultInstance(),
                meetings::close));
        table.add(operation(
                "DeleteMeeting",
                "DELETE",
                "/v1/meetings/{meetingId}",
                "Remove everything that is kept of a meeting",
                Scope.MEETINGS,
                DeleteMeetingRequest.getDefaultInstance(),
                DeleteMeetingResponse.getDefaultInstance(),
                archive::delete));
        table.add(operation(
                "Say",
                "POST",
                "/v1/meetings/{meetingId}/say",
                "The agent says something",
                Scope.MEETINGS,
                SayRequest.getDefaultInstance(),
                SayResponse.getDefaultInstance(),
                meetings::say));
        table.add(operation(
                "SendChat",
                "POST",
                "/v1/meetings/{meetingId}/chat",
                "The agent writes something",
                Scope.MEETINGS,
                SendChatRequest.getDefaultInstance(),
                SendChatResponse.getDefaultInstance(),
                meetings::chat));
        table.add(operation(
                "GetTranscript",
                "GET",
                "/v1/meetings/{meetingId}/transcript",
                "What was said",
                Scope.READ,
                GetTranscriptRequest.getDefaultInstance(),
                Transcript.getDefaultInstance(),
                archive::transcript));
        table.add(operation(
                "ListTurns",
                "GET",
                "/v1/meetings/{meetingId}/turns",
                "The turns, the decisions about them, and where the time went",
                Scope.READ,
                ListTurnsRequest.getDefaultInstance(),
                ListTurnsResponse.getDefaultInstance(),
                archive::turns));
        table.add(operation(
                "GetMinutes",
                "GET",
                "/v1/meetings/{meetingId}/minutes",
                "The minutes, with citations",
                Scope.READ,
                GetMinutesRequest.getDefaultInstance(),
                Minutes.getDefaultInstance(),
                archive::minutes));
        table.add(operation(
                "ApproveMinutes",
                "POST",
                "/v1/meetings/{meetingId}/minutes/approve",
                "Say that the minutes may leave the gateway",
                Scope.MEETINGS,
                ApproveMinutesRequest.getDefaultInstance(),
                Minutes.getDefaultInstance(),
                archive::approve));
        table.add(operation(
                "ListRecordings",
                "GET",
                "/v1/meetings/{meetingId}/recordings",
                "What was recorded",
                Scope.READ,
                ListRecordingsRequest.getDefaultInstance(),
                ListRecordingsResponse.getDefaultInstance(),
                archive.recordings()::list));
        table.add(operation(
                "Search",
                "GET",
                "/v1/search",
                "Full text over all meetings",
                Scope.READ,
                SearchRequest.getDefaultInstance(),
                SearchResponse.getDefaultInstance(),
                archive::search));
        table.add(operation(
                "ListDeliveries",
                "GET",
                "/v1/deliveries",
                "Webhook deliveries, newest first",
                Scope.OPERATE,
                ListDeliveriesRequest.getDefaultInstance(),
                ListDeliveriesResponse.getDefaultInstance(),
                operator::deliveries));
        table.add(operation(
                "ResendDelivery",
                "POST",
                "/v1/deliveries/{deliveryId}/resend",
                "Send a delivery again",
                Scope.OPERATE,
                ResendDeliveryRequest.getDefaultInstance(),
                Delivery.getDefaultInstance(),
                operator::resend));
        table.add(operation(
                "GetUsage",
                "GET",
                "/v1/usage",
                "What was used today, and the quotas",
                Scope.OPERATE,
                GetUsageRequest.getDefaultInstance(),
                UsageReport.getDefaultInstance(),
                operator::usage));
        table.add(operation(
                "CreatePageToken",
                "POST",
                "/v1/page-tokens",
                "A short-lived key for a browser page",
                Scope.READ,
                CreatePageTokenRequest.getDefaultInstance(),
                PageToken.getDefaultInstance(),
                operator::pageToken));
        addApprovals(table);
        return table;
    }

    private void addApprovals(List<Operation> table) {
        table.add(operation(
                "ListKeys",
                "GET",
                "/v1/keys",
                "The API keys, without their secrets",
                Scope.OPERATE,
                ListKeysRequest.getDefaultInstance(),
                ListKeysResponse.getDefaultInstance(),
                keys::list));
        table.add(operation(
                "CreateKey",
                "POST",
                "/v1/keys",
                "Make an API key; its secret is told this once",
                Scope.OPERATE,
                CreateKeyRequest.getDefaultInstance(),
                CreatedKey.getDefaultInstance(),
                keys::create));
        table.add(operation(
                "RevokeKey",
                "DELETE",
                "/v1/keys/{keyId}",
                "Take an API key back",
                Scope.OPERATE,
                RevokeKeyRequest.getDefaultInstance(),
                RevokeKeyResponse.getDefaultInstance(),
                keys::revoke));
        table.add(operation(
                "ListProposals",
                "GET",
                "/v1/proposals",
                "What agents want to do outside their meetings, newest first",
                Scope.APPROVE,
                ListProposalsRequest.getDefaultInstance(),
                ListProposalsResponse.getDefaultInstance(),
                approvals::list));
        table.add(operation(
                "GetProposal",
                "GET",
                "/v1/proposals/{proposalId}",
                "A proposal as it is now",
                Scope.APPROVE,
                GetProposalRequest.getDefaultInstance(),
                Proposal.getDefaultInstance(),
                approvals::get));
        table.add(operation(
                "ApproveProposal",
                "POST",
                "/v1/proposals/{proposalId}/approve",
                "Let the agent do it",
                Scope.APPROVE,
                ApproveProposalRequest.getDefaultInstance(),
                Proposal.getDefaultInstance(),
                approvals::approve));
        table.add(operation(
                "RejectProposal",
                "POST",
                "/v1/proposals/{proposalId}/reject",
                "Do not let the agent do it",
                Scope.APPROVE,
                RejectProposalRequest.getDefaultInstance(),
                Proposal.getDefaultInstance(),
                approvals::reject));
        table.add(operation(
                "ReadAuditLog",
                "GET",
                "/v1/audit",
                "Who proposed, decided and did what, newest first",
                Scope.APPROVE,
                ReadAuditLogRequest.getDefaultInstance(),
                ReadAuditLogResponse.getDefaultInstance(),
                approvals::audit));
    }

    /** The operations in the order of the table. */
    public List<Operation> all() {
        return table;
    }

    public Optional<Operation> named(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    /** Runs an operation for a caller. Anything that goes wrong is a problem that can be told. May block. */
    public Message call(Operation operation, Caller caller, Message request) throws ProblemException {
        allow(caller, operation.scope());
        if (!caller.onlyMeeting().isEmpty() && !operation.concernsOneMeeting()) {
            throw new ProblemException(
                    Kind.FORBIDDEN,
                    "token-for-one-meeting",
                    "this token is for one meeting",
                    "Use a key, or a token for all meetings.");
        }
        try {
            return operation.handler().handle(caller, request);
        } catch (ProblemException problem) {
            throw problem;
        } catch (Exception failure) {
            LOG.error("{} failed", operation.name(), failure);
            throw new ProblemException(
                    Kind.INTERNAL, "internal", "the gateway failed", "See its log; the meeting goes on where it can.");
        }
    }

    /** Refuses where the caller has no such meeting. May block. */
    public void visible(Caller caller, String meetingId) throws ProblemException {
        allow(caller, caller.scopes().contains(Scope.CAPTIONS) ? Scope.CAPTIONS : Scope.READ);
        meetings.visible(caller, meetingId);
    }

    /**
     * Adds a subscriber to a meeting's events; the answer takes it out again. Who has nothing but a room's link hears of
     * captions only. May block.
     */
    public Subscriber subscribe(Caller caller, SubscribeRequest request, Subscription.Sink sink, Executor loop)
            throws ProblemException {
        EventFilter wanted = EventFilter.of(request);
        EventFilter allowed = caller.scopes().contains(Scope.READ) ? wanted : captions(caller, wanted);
        return meetings.subscribe(caller, request.getMeetingId(), allowed, request.getAfterSeq(), sink, loop);
    }

    private static EventFilter captions(Caller caller, EventFilter wanted) throws ProblemException {
        allow(caller, caller.scopes().contains(Scope.CAPTIONS) ? Scope.CAPTIONS : Scope.READ);
        return wanted.within(EventFilter.CAPTIONS)
                .orElseThrow(() -> new ProblemException(
                        Kind.FORBIDDEN,
                        "captions-only",
                        "this token is for captions only",
                        "Ask for the kinds state and transcript, or for none in particular.",
                        "kinds"));
    }

    /** The files of recordings and the other parts of the archive that are no messages. */
    public ArchiveCalls archive() {
        return archive;
    }

    public static void allow(Caller caller, Scope scope) throws ProblemException {
        if (!caller.scopes().contains(scope)) {
            throw new ProblemException(
                    Kind.FORBIDDEN,
                    "missing-scope",
                    "this key may not do that: it lacks the scope "
                            + scope.name().toLowerCase(java.util.Locale.ROOT),
                    "Use a key that has it.");
        }
    }

    /** A subscriber's handle. */
    public interface Subscriber {
        /** The connection can take more again. */
        void drained();

        void cancel();
    }

    @FunctionalInterface
    private interface Call<Q extends Message, A extends Message> {
        A handle(Caller caller, Q request) throws Exception;
    }

    @SuppressWarnings("unchecked") // the request was built from the prototype beside it
    private static <Q extends Message, A extends Message> Operation operation(
            String name,
            String method,
            String path,
            String summary,
            Scope scope,
            Q request,
            A response,
            Call<Q, A> call) {
        return new Operation(
                name,
                method,
                path,
                summary,
                scope,
                request,
                response,
                (caller, message) -> call.handle(caller, (Q) message));
    }
}
