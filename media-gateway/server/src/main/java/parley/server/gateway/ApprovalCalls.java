package parley.server.gateway;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import parley.archive.transcript.StoreException;
import parley.brain.approval.AuditLog;
import parley.brain.approval.Proposal;
import parley.gateway.v1.ApproveProposalRequest;
import parley.gateway.v1.AuditEntry;
import parley.gateway.v1.GetProposalRequest;
import parley.gateway.v1.ListProposalsRequest;
import parley.gateway.v1.ListProposalsResponse;
import parley.gateway.v1.ProposalState;
import parley.gateway.v1.ReadAuditLogRequest;
import parley.gateway.v1.ReadAuditLogResponse;
import parley.gateway.v1.RejectProposalRequest;
import parley.server.approval.Approvals;
import parley.server.event.ProposalMessages;
import parley.server.gateway.ProblemException.Kind;

/** What people can see and decide of what agents propose. May block. */
public final class ApprovalCalls {
    private static final int LARGEST_PAGE = 200;
    private static final int USUAL_PAGE = 50;
    private static final int LONGEST_COMMENT = 2_000;

    private final Approvals approvals;
    private final MeetingCalls meetings;

    public ApprovalCalls(Approvals approvals, MeetingCalls meetings) {
        this.approvals = approvals;
        this.meetings = meetings;
    }

    ListProposalsResponse list(Caller caller, ListProposalsRequest request) throws ProblemException, StoreException {
        int size = Pages.size(request.getPageSize(), USUAL_PAGE, LARGEST_PAGE);
        int offset = Pages.offset(request.getPageToken());
        if (!request.getMeetingId().isEmpty()) {
            meetings.visible(caller, request.getMeetingId());
        }
        List<Proposal> found = approvals
                .proposals()
                .list(caller.tenant(), state(request.getState()), request.getMeetingId(), offset, size);
        ListProposalsResponse.Builder response = ListProposalsResponse.newBuilder();
        found.forEach(proposal -> response.addProposals(ProposalMessages.of(proposal)));
        if (found.size() == size) {
            response.setNextPageToken(Integer.toString(offset + size));
        }
        return response.build();
    }

    parley.gateway.v1.Proposal get(Caller caller, GetProposalRequest request) throws ProblemException, StoreException {
        return ProposalMessages.of(proposal(caller, request.getProposalId()));
    }

    parley.gateway.v1.Proposal approve(Caller caller, ApproveProposalRequest request)
            throws ProblemException, StoreException {
        return decide(caller, request.getProposalId(), true, request.getComment());
    }

    parley.gateway.v1.Proposal reject(Caller caller, RejectProposalRequest request)
            throws ProblemException, StoreException {
        return decide(caller, request.getProposalId(), false, request.getComment());
    }

    private parley.gateway.v1.Proposal decide(Caller caller, String id, boolean approve, String comment)
            throws ProblemException, StoreException {
        proposal(caller, id);
        if (comment.length() > LONGEST_COMMENT) {
            throw ProblemException.invalid("comment", "the comment is too long", "Use up to 2,000 characters.");
        }
        Optional<Proposal> decided = approvals.desk().decide(id, approve, caller.who(), comment);
        if (decided.isEmpty()) {
            Proposal now = proposal(caller, id);
            throw new ProblemException(
                    Kind.CONFLICT,
                    "proposal-settled",
                    "the proposal is " + now.state().name().toLowerCase(Locale.ROOT) + " already, by "
                            + now.decidedBy(),
                    "There is nothing to decide any more.",
                    "proposalId");
        }
        return ProposalMessages.of(decided.get());
    }

    private Proposal proposal(Caller caller, String id) throws ProblemException, StoreException {
        return approvals
                .proposals()
                .find(caller.tenant(), id)
                .orElseThrow(() -> new ProblemException(
                        Kind.NOT_FOUND,
                        "no-such-proposal",
                        "there is no proposal " + id,
                        "GET /v1/proposals lists yours.",
                        "proposalId"));
    }

    ReadAuditLogResponse audit(Caller caller, ReadAuditLogRequest request) throws ProblemException, IOException {
        int size = Pages.size(request.getPageSize(), USUAL_PAGE, LARGEST_PAGE);
        int offset = Pages.offset(request.getPageToken());
        AuditLog.Page page = approvals.audit().read(entry -> entry.tenant().equals(caller.tenant()), offset, size);
        ReadAuditLogResponse.Builder response =
                ReadAuditLogResponse.newBuilder().setIntact(page.firstBroken().isEmpty());
        page.lines().forEach(line -> response.addEntries(message(line)));
        if (page.more()) {
            response.setNextPageToken(Integer.toString(offset + size));
        }
        return response.build();
    }

    private static AuditEntry message(AuditLog.Line line) {
        var entry = line.entry();
        return AuditEntry.newBuilder()
                .setAt(MeetingCalls.time(line.at().toEpochMilli()))
                .setMeetingId(entry.meetingId())
                .setSubject(entry.subject())
                .setAction(entry.action())
                .setRisk(entry.risk().toLowerCase(Locale.ROOT))
                .setState(entry.state().toLowerCase(Locale.ROOT))
                .setBy(entry.by())
                .setComment(entry.comment())
                .setContentSha256(entry.content())
                .build();
    }

    private static Optional<Proposal.State> state(ProposalState state) throws ProblemException {
        return switch (state) {
            case PROPOSAL_STATE_UNSPECIFIED -> Optional.empty();
            case PROPOSAL_STATE_PENDING -> Optional.of(Proposal.State.PENDING);
            case PROPOSAL_STATE_APPROVED -> Optional.of(Proposal.State.APPROVED);
            case PROPOSAL_STATE_REJECTED -> Optional.of(Proposal.State.REJECTED);
            case PROPOSAL_STATE_EXPIRED -> Optional.of(Proposal.State.EXPIRED);
            case PROPOSAL_STATE_DONE -> Optional.of(Proposal.State.DONE);
            case PROPOSAL_STATE_FAILED -> Optional.of(Proposal.State.FAILED);
            case UNRECOGNIZED ->
                throw ProblemException.invalid(
                        "state", "there is no such state", "pending, approved, rejected, expired, done, failed");
        };
    }
}
