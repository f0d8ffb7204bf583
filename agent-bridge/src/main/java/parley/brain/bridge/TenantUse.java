package parley.brain.bridge;

import java.util.List;
import parley.agent.v1.BudgetNotice;
import parley.agent.v1.Usage;

/** What one meeting uses of its tenant's budgets. Each count answers the notices that it calls for. */
final class TenantUse {
    private final UsageLedger ledger;
    private final MeetingContext context;
    private boolean refused;

    TenantUse(UsageLedger ledger, MeetingContext context) {
        this.ledger = ledger;
        this.context = context;
    }

    /** Nothing is used up. */
    boolean allows() {
        return exhausted().isEmpty();
    }

    List<BudgetNotice> exhausted() {
        return ledger.exhausted(context.tenant());
    }

    /** True once: the meeting is told when it is refused an answer for the first time, and not again. */
    boolean firstRefusal() {
        boolean first = !refused;
        refused = true;
        return first;
    }

    List<BudgetNotice> turn() {
        return charge(new UsageLedger.Totals(0, 0, 0, 1, 0, 0));
    }

    List<BudgetNotice> speech(long heardMillis, long spokenMillis) {
        return charge(new UsageLedger.Totals(0, 0, 0, 0, heardMillis, spokenMillis));
    }

    List<BudgetNotice> tokens(Usage used) {
        long speculative = used.getSpeculative() ? used.getTokensIn() + used.getTokensOut() : 0;
        return charge(new UsageLedger.Totals(used.getTokensIn(), used.getTokensOut(), speculative, 0, 0, 0));
    }

    private List<BudgetNotice> charge(UsageLedger.Totals used) {
        return ledger.charge(context.tenant(), context.agent(), context.meetingId(), used);
    }
}
