package parley.brain.approval;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** The proposals of one meeting. Reads no clock; used on the meeting's loop. */
public final class ApprovalDesk {
    private static final int PENDING_AT_MOST = 32;

    private final String meetingId;
    private final List<ApprovalRule> rules;
    private final long patienceMillis;
    private final Consumer<Proposal> audit;
    private final Map<String, Proposal> pending = new LinkedHashMap<>();
    private final Map<String, Consumer<Proposal>> waiting = new LinkedHashMap<>();
    private int ids;

    /**
     * @param rules the first that covers a proposal decides
     * @param patienceMillis after that, a proposal that nobody decided on expires
     * @param audit told of every change, before anything is done about it
     */
    public ApprovalDesk(String meetingId, List<ApprovalRule> rules, long patienceMillis, Consumer<Proposal> audit) {
        this.meetingId = meetingId;
        this.rules = List.copyOf(rules);
        this.patienceMillis = patienceMillis;
        this.audit = audit;
    }

    /** Proposes something; {@code decided} is told once, at once where a rule decides. */
    public Proposal propose(long nowMillis, String tool, String what, Proposal.Risk risk, Consumer<Proposal> decided) {
        Proposal proposal = new Proposal(
                meetingId + "-" + ++ids,
                meetingId,
                tool,
                what,
                risk,
                Proposal.State.PENDING,
                "",
                nowMillis + patienceMillis);
        audit.accept(proposal);
        pending.put(proposal.id(), proposal);
        waiting.put(proposal.id(), decided);
        Optional<ApprovalRule> rule =
                rules.stream().filter(r -> r.covers(proposal)).findFirst();
        if (rule.isPresent()) {
            settle(
                    proposal,
                    rule.get().approve() ? Proposal.State.APPROVED : Proposal.State.REJECTED,
                    "rule " + rule.get().name());
        } else if (pending.size() > PENDING_AT_MOST) {
            settle(pending.values().iterator().next(), Proposal.State.EXPIRED, "too many proposals");
        }
        return proposal;
    }

    /** Somebody decided; answers whether there was something to decide. */
    public boolean decide(String proposalId, boolean approve, String who) {
        Proposal proposal = pending.get(proposalId);
        if (proposal == null) {
            return false;
        }
        settle(proposal, approve ? Proposal.State.APPROVED : Proposal.State.REJECTED, who);
        return true;
    }

    /** Time passes. */
    public void tick(long nowMillis) {
        for (Proposal proposal : new ArrayList<>(pending.values())) {
            if (nowMillis >= proposal.dueMillis()) {
                settle(proposal, Proposal.State.EXPIRED, "time");
            }
        }
    }

    /** What waits for a decision, the newest last. */
    public List<Proposal> pending() {
        return List.copyOf(pending.values());
    }

    private void settle(Proposal proposal, Proposal.State how, String by) {
        Proposal settled = proposal.decided(how, by);
        pending.remove(proposal.id());
        Consumer<Proposal> told = waiting.remove(proposal.id());
        audit.accept(settled);
        if (told != null) {
            told.accept(settled);
        }
    }
}
