package parley.brain.bridge;

import java.io.IOException;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import parley.agent.v1.BudgetNotice;

/**
 * What brains used, by tenant, agent and meeting, and what of the daily budget of a tenant is left. A day ends at
 * midnight UTC. Any thread; shared by all meetings.
 */
public final class UsageLedger {
    private static final double WARNING = 0.8;
    private static final int MEETINGS_KEPT = 4_096;

    private final InstantSource clock;
    private final Function<String, DailyBudget> budgets;
    private final UsageJournal journal;
    private final Map<String, Day> days = new HashMap<>();
    private final Map<String, Totals> agents = new TreeMap<>();
    private final Map<String, Totals> meetings = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Totals> eldest) {
            return size() > MEETINGS_KEPT;
        }
    };

    /**
     * A ledger that goes on from where the journal ends.
     *
     * @param budgets the daily budget of a tenant, by its name
     */
    public UsageLedger(InstantSource clock, Function<String, DailyBudget> budgets, UsageJournal journal) {
        this.clock = clock;
        this.budgets = budgets;
        this.journal = journal;
        LocalDate today = today();
        for (UsageJournal.Entry entry : journal.kept()) {
            add(entry.tenant(), entry.agent(), entry.meetingId(), entry.used());
            if (entry.day().equals(today)) {
                Day day = day(entry.tenant());
                day.used = day.used.plus(entry.used());
            }
        }
        // What was told before the restart is not told again.
        days.forEach((tenant, day) -> news(tenant, day));
    }

    /** A ledger that counts and limits nothing. */
    public static UsageLedger unlimited() {
        return new UsageLedger(InstantSource.system(), tenant -> DailyBudget.UNLIMITED, UsageJournal.NONE);
    }

    /** What was used; immutable. */
    public record Totals(
            long tokensIn, long tokensOut, long tokensSpeculative, long turns, long heardMillis, long spokenMillis) {
        public static final Totals NONE = new Totals(0, 0, 0, 0, 0, 0);

        Totals plus(Totals o) {
            return new Totals(
                    tokensIn + o.tokensIn,
                    tokensOut + o.tokensOut,
                    tokensSpeculative + o.tokensSpeculative,
                    turns + o.turns,
                    heardMillis + o.heardMillis,
                    spokenMillis + o.spokenMillis);
        }

        long of(UsageKind kind) {
            return switch (kind) {
                case TOKENS -> tokensIn + tokensOut;
                case MILLIS_HEARD -> heardMillis;
                case MILLIS_SPOKEN -> spokenMillis;
                case TURNS -> turns;
            };
        }
    }

    private static final class Day {
        final LocalDate date;
        Totals used = Totals.NONE;
        final Map<UsageKind, Integer> told = new EnumMap<>(UsageKind.class);

        Day(LocalDate date) {
            this.date = date;
        }
    }

    /** Counts; answers the notices that this use calls for: each level once a day and tenant. */
    public synchronized List<BudgetNotice> charge(String tenant, String agent, String meetingId, Totals used) {
        add(tenant, agent, meetingId, used);
        Day day = day(tenant);
        day.used = day.used.plus(used);
        journal.keep(new UsageJournal.Entry(day.date, tenant, agent, meetingId, used));
        return news(tenant, day);
    }

    private void add(String tenant, String agent, String meetingId, Totals used) {
        agents.merge(tenant + "/" + agent, used, Totals::plus);
        if (!meetingId.isEmpty()) {
            meetings.merge(meetingId, used, Totals::plus);
        }
    }

    private List<BudgetNotice> news(String tenant, Day day) {
        List<BudgetNotice> notices = new ArrayList<>();
        budgets.apply(tenant).limits().forEach((kind, limit) -> {
            double share = (double) day.used.of(kind) / limit;
            int level = share >= 1 ? 2 : share >= WARNING ? 1 : 0;
            if (level > day.told.getOrDefault(kind, 0)) {
                day.told.put(kind, level);
                notices.add(notice(kind, share));
            }
        });
        return notices;
    }

    /** The budgets of a tenant that are used up today. */
    public synchronized List<BudgetNotice> exhausted(String tenant) {
        Day day = day(tenant);
        List<BudgetNotice> notices = new ArrayList<>();
        budgets.apply(tenant).limits().forEach((kind, limit) -> {
            double share = (double) day.used.of(kind) / limit;
            if (share >= 1) {
                notices.add(notice(kind, share));
            }
        });
        return notices;
    }

    private static BudgetNotice notice(UsageKind kind, double share) {
        return BudgetNotice.newBuilder()
                .setBudget(kind.budgetName())
                .setUsed((float) share)
                .setExhausted(share >= 1)
                .build();
    }

    private LocalDate today() {
        return LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
    }

    private Day day(String tenant) {
        LocalDate date = today();
        Day day = days.get(tenant);
        if (day == null || !day.date.equals(date)) {
            day = new Day(date);
            days.put(tenant, day);
        }
        return day;
    }

    /** Forgets which meeting it was that used what it used. May block. */
    public void forget(String meetingId) throws IOException {
        synchronized (this) {
            meetings.remove(meetingId);
        }
        journal.forget(meetingId);
    }

    /** What a tenant used today. */
    public synchronized Totals usedToday(String tenant) {
        return day(tenant).used;
    }

    /** What an agent of a tenant used since the journal began. */
    public synchronized Totals ofAgent(String tenant, String agent) {
        return agents.getOrDefault(tenant + "/" + agent, Totals.NONE);
    }

    /** What a meeting used. */
    public synchronized Totals ofMeeting(String meetingId) {
        return meetings.getOrDefault(meetingId, Totals.NONE);
    }
}
