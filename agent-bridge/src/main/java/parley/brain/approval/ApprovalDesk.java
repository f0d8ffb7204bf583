package parley.brain.approval;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where agents propose what has an effect outside their meetings, and people or rules decide. Every change is in the book before
 * anything is done about it, so a tool runs once at most, also over a crash. A proposal may outlive its meeting: then the agent's
 * own tools run it. Any thread that may block.
 */
public final class ApprovalDesk {
    private static final Logger LOG = LoggerFactory.getLogger(ApprovalDesk.class);
    private static final int PENDING_OF_A_MEETING = 32;
    private static final String ID_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789";

    private final List<ApprovalRule> rules;
    private final long patienceMillis;
    private final InstantSource clock;
    private final RandomGenerator random;
    private final ProposalBook book;
    private final List<Consumer<Proposal>> watchers = new CopyOnWriteArrayList<>();
    private final Map<String, ToolRunner> runners = new ConcurrentHashMap<>();
    /** Those that wait, and who waits for them; guarded by this. */
    private final Map<String, Proposal> pending = new LinkedHashMap<>();

    private final Map<String, Proposer> proposers = new ConcurrentHashMap<>();

    /**
     * @param rules the first that covers a proposal decides
     * @param patienceMillis after that, a proposal that nobody decided on expires
     */
    public ApprovalDesk(
            List<ApprovalRule> rules,
            long patienceMillis,
            InstantSource clock,
            RandomGenerator random,
            ProposalBook book) {
        this.rules = List.copyOf(rules);
        this.patienceMillis = patienceMillis;
        this.clock = clock;
        this.random = random;
        this.book = book;
        for (Proposal left : book.unsettled()) {
            if (left.state() == Proposal.State.PENDING) {
                pending.put(left.id(), left);
            } else {
                book.keep(left.ran(
                        false,
                        ToolRunner.FAILED + "the gateway ended while it ran; it is not run a second time",
                        clock.millis()));
            }
        }
    }

    /** Tells somebody of every change, in order; what is told must be quick. */
    public void watch(Consumer<Proposal> watcher) {
        watchers.add(watcher);
    }

    /** Runs what is approved when the meeting of the agent is over. */
    public void runAfterMeetings(String agent, ToolRunner runner) {
        runners.put(agent, runner);
    }

    /** Proposes something; the proposer is told once what became of it, and before this returns where a rule rejects. */
    public Proposal propose(ToolUse use, Proposer proposer) {
        Proposal proposal;
        synchronized (this) {
            long now = clock.millis();
            proposal = Proposal.of(newId(), use, now, now + patienceMillis);
            change(proposal);
            pending.put(proposal.id(), proposal);
            proposers.put(proposal.id(), proposer);
        }
        Optional<ApprovalRule> rule = rules.stream().filter(r -> r.covers(use)).findFirst();
        if (rule.isPresent()) {
            settle(
                    proposal.id(),
                    rule.get().approve() ? Proposal.State.APPROVED : Proposal.State.REJECTED,
                    "rule " + rule.get().name(),
                    "");
        } else {
            List<Proposal> waiting = pending(use.meetingId());
            if (waiting.size() > PENDING_OF_A_MEETING) {
                settle(waiting.getFirst().id(), Proposal.State.EXPIRED, "too many proposals", "");
            }
        }
        return proposal;
    }

    /** Somebody decided; empty where there is nothing to decide any more. */
    public Optional<Proposal> decide(String proposalId, boolean approve, String who, String comment) {
        return settle(proposalId, approve ? Proposal.State.APPROVED : Proposal.State.REJECTED, who, comment);
    }

    /** Lets go of what has waited for too long. */
    public void expire() {
        List<Proposal> due;
        synchronized (this) {
            long now = clock.millis();
            due = pending.values().stream()
                    .filter(p -> p.dueUnixMillis() <= now)
                    .toList();
        }
        due.forEach(p -> settle(p.id(), Proposal.State.EXPIRED, "time", ""));
    }

    /** What a meeting's agent waits for, the newest last. */
    public synchronized List<Proposal> pending(String meetingId) {
        return pending.values().stream()
                .filter(p -> p.use().meetingId().equals(meetingId))
                .toList();
    }

    /** The proposer's meeting is over. What it proposed can still be decided on. */
    public void leave(Proposer proposer) {
        proposers.values().removeIf(p -> p.equals(proposer));
    }

    /** Forgets what a meeting proposed, without a word. */
    public synchronized void forget(String meetingId) {
        for (Proposal proposal : new ArrayList<>(pending(meetingId))) {
            pending.remove(proposal.id());
            proposers.remove(proposal.id());
        }
    }

    private Optional<Proposal> settle(String id, Proposal.State how, String by, String comment) {
        Proposal settled;
        synchronized (this) {
            Proposal waiting = pending.get(id);
            if (waiting == null) {
                return Optional.empty();
            }
            settled = waiting.decided(how, by, comment, clock.millis());
            change(settled);
            pending.remove(id);
        }
        if (how == Proposal.State.APPROVED) {
            run(settled);
        } else {
            tell(settled, "");
        }
        return Optional.of(settled);
    }

    private void run(Proposal approved) {
        CompletionStage<String> running;
        try {
            running = runner(approved).run(approved.use().tool(), approved.use().arguments());
        } catch (RuntimeException e) {
            running = CompletableFuture.failedFuture(e);
        }
        running.whenComplete((answer, problem) -> {
            String result = problem == null ? answer : ToolRunner.FAILED + problem.getMessage();
            boolean worked = !result.startsWith(ToolRunner.FAILED);
            Proposal ran = approved.ran(worked, result, clock.millis());
            try {
                synchronized (this) {
                    change(ran);
                }
            } catch (RuntimeException e) { // it ran, so the meeting has to hear of it
                LOG.error("proposal {} ran, and that cannot be written down", approved.id(), e);
            }
            tell(ran, result);
        });
    }

    private ToolRunner runner(Proposal approved) {
        Proposer here = proposers.get(approved.id());
        if (here != null) {
            return here;
        }
        @Nullable ToolRunner runner = runners.get(approved.use().agent());
        return runner != null
                ? runner
                : (tool, arguments) -> CompletableFuture.completedFuture(
                        ToolRunner.FAILED + approved.use().agent() + " has no tools outside its meetings");
    }

    private void tell(Proposal settled, String result) {
        Proposer proposer = proposers.remove(settled.id());
        if (proposer != null) {
            proposer.told(settled, result);
        }
    }

    private void change(Proposal proposal) {
        book.keep(proposal);
        for (Consumer<Proposal> watcher : watchers) {
            try {
                watcher.accept(proposal);
            } catch (RuntimeException e) { // what was decided does not depend on who is told
                LOG.warn("proposal {}: somebody cannot be told", proposal.id(), e);
            }
        }
    }

    private String newId() {
        StringBuilder id = new StringBuilder("p-");
        for (int i = 0; i < 16; i++) {
            id.append(ID_LETTERS.charAt(random.nextInt(ID_LETTERS.length())));
        }
        return id.toString();
    }
}
