package parley.server.gateway;

import com.google.protobuf.Message;
import java.util.List;
import java.util.stream.Stream;
import parley.gateway.v1.ApproveMinutesRequest;
import parley.gateway.v1.ApproveProposalRequest;
import parley.gateway.v1.CloseMeetingRequest;
import parley.gateway.v1.CorrectTranscriptRequest;
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
import parley.gateway.v1.Transcript;
import parley.gateway.v1.UsageReport;
import parley.server.gateway.Caller.Scope;

/** Everything that callers can ask for, as one table that REST, gRPC, the OpenAPI document and the tests go by. */
final class OperationTable {
    private OperationTable() {}

    static List<Operation> of(
            MeetingCalls meetings,
            ArchiveCalls archive,
            OperatorCalls operator,
            ApprovalCalls approvals,
            KeyCalls keys) {
        return Stream.of(ofMeetings(meetings, archive), ofOperator(operator), ofKeys(keys), ofApprovals(approvals))
                .flatMap(List::stream)
                .toList();
    }

    private static List<Operation> ofMeetings(MeetingCalls meetings, ArchiveCalls archive) {
        return List.of(
                operation(
                        "OpenMeeting",
                        "POST",
                        "/v1/meetings",
                        "Join a meeting",
                        Scope.MEETINGS,
                        OpenMeetingRequest.getDefaultInstance(),
                        Meeting.getDefaultInstance(),
                        meetings::open),
                operation(
                        "ListMeetings",
                        "GET",
                        "/v1/meetings",
                        "The meetings, newest first",
                        Scope.READ,
                        ListMeetingsRequest.getDefaultInstance(),
                        ListMeetingsResponse.getDefaultInstance(),
                        meetings::list),
                operation(
                        "GetMeeting",
                        "GET",
                        "/v1/meetings/{meetingId}",
                        "A meeting as it is now",
                        Scope.READ,
                        GetMeetingRequest.getDefaultInstance(),
                        Meeting.getDefaultInstance(),
                        meetings::get),
                operation(
                        "CloseMeeting",
                        "POST",
                        "/v1/meetings/{meetingId}/close",
                        "Leave a meeting",
                        Scope.MEETINGS,
                        CloseMeetingRequest.getDefaultInstance(),
                        Meeting.getDefaultInstance(),
                        meetings::close),
                operation(
                        "DeleteMeeting",
                        "DELETE",
                        "/v1/meetings/{meetingId}",
                        "Remove everything that is kept of a meeting",
                        Scope.MEETINGS,
                        DeleteMeetingRequest.getDefaultInstance(),
                        DeleteMeetingResponse.getDefaultInstance(),
                        archive::delete),
                operation(
                        "Say",
                        "POST",
                        "/v1/meetings/{meetingId}/say",
                        "The agent says something",
                        Scope.MEETINGS,
                        SayRequest.getDefaultInstance(),
                        SayResponse.getDefaultInstance(),
                        meetings::say),
                operation(
                        "SendChat",
                        "POST",
                        "/v1/meetings/{meetingId}/chat",
                        "The agent writes something",
                        Scope.MEETINGS,
                        SendChatRequest.getDefaultInstance(),
                        SendChatResponse.getDefaultInstance(),
                        meetings::chat),
                operation(
                        "GetTranscript",
                        "GET",
                        "/v1/meetings/{meetingId}/transcript",
                        "What was said",
                        Scope.READ,
                        GetTranscriptRequest.getDefaultInstance(),
                        Transcript.getDefaultInstance(),
                        archive::transcript),
                operation(
                        "CorrectTranscript",
                        "POST",
                        "/v1/meetings/{meetingId}/transcript/correct",
                        "Put right who said something, or what",
                        Scope.MEETINGS,
                        CorrectTranscriptRequest.getDefaultInstance(),
                        Transcript.getDefaultInstance(),
                        archive::correct),
                operation(
                        "ListTurns",
                        "GET",
                        "/v1/meetings/{meetingId}/turns",
                        "The turns, the decisions about them, and where the time went",
                        Scope.READ,
                        ListTurnsRequest.getDefaultInstance(),
                        ListTurnsResponse.getDefaultInstance(),
                        archive::turns),
                operation(
                        "GetMinutes",
                        "GET",
                        "/v1/meetings/{meetingId}/minutes",
                        "The minutes, with citations",
                        Scope.READ,
                        GetMinutesRequest.getDefaultInstance(),
                        Minutes.getDefaultInstance(),
                        archive::minutes),
                operation(
                        "ApproveMinutes",
                        "POST",
                        "/v1/meetings/{meetingId}/minutes/approve",
                        "Say that the minutes may leave the gateway",
                        Scope.MEETINGS,
                        ApproveMinutesRequest.getDefaultInstance(),
                        Minutes.getDefaultInstance(),
                        archive::approve),
                operation(
                        "ListRecordings",
                        "GET",
                        "/v1/meetings/{meetingId}/recordings",
                        "What was recorded",
                        Scope.READ,
                        ListRecordingsRequest.getDefaultInstance(),
                        ListRecordingsResponse.getDefaultInstance(),
                        archive.recordings()::list),
                operation(
                        "Search",
                        "GET",
                        "/v1/search",
                        "Full text over all meetings",
                        Scope.READ,
                        SearchRequest.getDefaultInstance(),
                        SearchResponse.getDefaultInstance(),
                        archive::search));
    }

    private static List<Operation> ofOperator(OperatorCalls operator) {
        return List.of(
                operation(
                        "ListDeliveries",
                        "GET",
                        "/v1/deliveries",
                        "Webhook deliveries, newest first",
                        Scope.OPERATE,
                        ListDeliveriesRequest.getDefaultInstance(),
                        ListDeliveriesResponse.getDefaultInstance(),
                        operator::deliveries),
                operation(
                        "ResendDelivery",
                        "POST",
                        "/v1/deliveries/{deliveryId}/resend",
                        "Send a delivery again",
                        Scope.OPERATE,
                        ResendDeliveryRequest.getDefaultInstance(),
                        Delivery.getDefaultInstance(),
                        operator::resend),
                operation(
                        "GetUsage",
                        "GET",
                        "/v1/usage",
                        "What was used today, and the quotas",
                        Scope.OPERATE,
                        GetUsageRequest.getDefaultInstance(),
                        UsageReport.getDefaultInstance(),
                        operator::usage),
                operation(
                        "CreatePageToken",
                        "POST",
                        "/v1/page-tokens",
                        "A short-lived key for a browser page",
                        Scope.READ,
                        CreatePageTokenRequest.getDefaultInstance(),
                        PageToken.getDefaultInstance(),
                        operator::pageToken));
    }

    private static List<Operation> ofKeys(KeyCalls keys) {
        return List.of(
                operation(
                        "ListKeys",
                        "GET",
                        "/v1/keys",
                        "The API keys, without their secrets",
                        Scope.OPERATE,
                        ListKeysRequest.getDefaultInstance(),
                        ListKeysResponse.getDefaultInstance(),
                        keys::list),
                operation(
                        "CreateKey",
                        "POST",
                        "/v1/keys",
                        "Make an API key; its secret is told this once",
                        Scope.OPERATE,
                        CreateKeyRequest.getDefaultInstance(),
                        CreatedKey.getDefaultInstance(),
                        keys::create),
                operation(
                        "RevokeKey",
                        "DELETE",
                        "/v1/keys/{keyId}",
                        "Take an API key back",
                        Scope.OPERATE,
                        RevokeKeyRequest.getDefaultInstance(),
                        RevokeKeyResponse.getDefaultInstance(),
                        keys::revoke));
    }

    private static List<Operation> ofApprovals(ApprovalCalls approvals) {
        return List.of(
                operation(
                        "ListProposals",
                        "GET",
                        "/v1/proposals",
                        "What agents want to do outside their meetings, newest first",
                        Scope.APPROVE,
                        ListProposalsRequest.getDefaultInstance(),
                        ListProposalsResponse.getDefaultInstance(),
                        approvals::list),
                operation(
                        "GetProposal",
                        "GET",
                        "/v1/proposals/{proposalId}",
                        "A proposal as it is now",
                        Scope.APPROVE,
                        GetProposalRequest.getDefaultInstance(),
                        Proposal.getDefaultInstance(),
                        approvals::get),
                operation(
                        "ApproveProposal",
                        "POST",
                        "/v1/proposals/{proposalId}/approve",
                        "Let the agent do it",
                        Scope.APPROVE,
                        ApproveProposalRequest.getDefaultInstance(),
                        Proposal.getDefaultInstance(),
                        approvals::approve),
                operation(
                        "RejectProposal",
                        "POST",
                        "/v1/proposals/{proposalId}/reject",
                        "Do not let the agent do it",
                        Scope.APPROVE,
                        RejectProposalRequest.getDefaultInstance(),
                        Proposal.getDefaultInstance(),
                        approvals::reject),
                operation(
                        "ReadAuditLog",
                        "GET",
                        "/v1/audit",
                        "Who proposed, decided and did what, newest first",
                        Scope.APPROVE,
                        ReadAuditLogRequest.getDefaultInstance(),
                        ReadAuditLogResponse.getDefaultInstance(),
                        approvals::audit));
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
