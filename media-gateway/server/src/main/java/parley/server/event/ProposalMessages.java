package parley.server.event;

import com.google.protobuf.Timestamp;
import java.util.Locale;
import parley.conversation.event.MeetingEvent;
import parley.gateway.v1.Proposal;
import parley.gateway.v1.ProposalRisk;
import parley.gateway.v1.ProposalState;

/** Proposals of agents as the messages of the gateway's contract, and as events of their meetings. */
public final class ProposalMessages {
    private ProposalMessages() {}

    public static Proposal of(parley.brain.approval.Proposal proposal) {
        var use = proposal.use();
        Proposal.Builder message = Proposal.newBuilder()
                .setId(proposal.id())
                .setMeetingId(use.meetingId())
                .setAgent(use.agent())
                .setTool(use.tool())
                .setWhat(use.what())
                .setArguments(use.arguments())
                .setRisk(
                        switch (use.risk()) {
                            case LOW -> ProposalRisk.PROPOSAL_RISK_LOW;
                            case MEDIUM -> ProposalRisk.PROPOSAL_RISK_MEDIUM;
                            case HIGH -> ProposalRisk.PROPOSAL_RISK_HIGH;
                        })
                .setState(
                        switch (proposal.state()) {
                            case PENDING -> ProposalState.PROPOSAL_STATE_PENDING;
                            case APPROVED -> ProposalState.PROPOSAL_STATE_APPROVED;
                            case REJECTED -> ProposalState.PROPOSAL_STATE_REJECTED;
                            case EXPIRED -> ProposalState.PROPOSAL_STATE_EXPIRED;
                            case DONE -> ProposalState.PROPOSAL_STATE_DONE;
                            case FAILED -> ProposalState.PROPOSAL_STATE_FAILED;
                        })
                .setDecidedBy(proposal.decidedBy())
                .setComment(proposal.comment())
                .setResult(proposal.result())
                .setCreated(time(proposal.createdUnixMillis()))
                .setExpires(time(proposal.dueUnixMillis()));
        if (proposal.state().settled()) {
            message.setSettled(time(proposal.settledUnixMillis()));
        }
        return message.build();
    }

    public static MeetingEvent.Proposal event(parley.brain.approval.Proposal proposal) {
        return new MeetingEvent.Proposal(
                proposal.id(),
                proposal.use().tool(),
                proposal.use().what(),
                word(proposal.use().risk()),
                word(proposal.state()),
                proposal.decidedBy(),
                proposal.comment(),
                proposal.result());
    }

    public static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    private static Timestamp time(long unixMillis) {
        return Timestamp.newBuilder()
                .setSeconds(Math.floorDiv(unixMillis, 1000L))
                .setNanos((int) Math.floorMod(unixMillis, 1000L) * 1_000_000)
                .build();
    }
}
