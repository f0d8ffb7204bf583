package parley.brain.llm;

import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;
import parley.brain.approval.ApprovalDesk;
import parley.brain.approval.Proposal;
import parley.brain.sdk.MeetingLoop;

/** A toolbox in which a tool with an effect is only proposed; it is called when a person or a rule approves. */
final class ApprovedToolbox implements Toolbox {
    private static final Pattern YES =
            Pattern.compile("(?i).*\\b(?:approved?|go ahead|do it|yes,? please|yes,? (?:send|do|go)|confirmed?)\\b.*");
    private static final Pattern NO = Pattern.compile(
            "(?i).*\\b(?:reject(?:ed)?|don't|do not|cancel (?:it|that)|no,? (?:thanks|don't)|not approved?)\\b.*");
    private static final Pattern DANGEROUS =
            Pattern.compile("(?i).*(?:delete|remove|pay|purchase|buy|order|transfer).*");

    private final Toolbox tools;
    private final ApprovalDesk desk;
    private final MeetingLoop loop;
    private final long patienceMillis;
    private final BiConsumer<Proposal, String> done;

    /** @param done told on the loop what became of a proposal that was decided on: its result, or why there is none */
    ApprovedToolbox(
            Toolbox tools,
            ApprovalDesk desk,
            MeetingLoop loop,
            long patienceMillis,
            BiConsumer<Proposal, String> done) {
        this.tools = tools;
        this.desk = desk;
        this.loop = loop;
        this.patienceMillis = patienceMillis;
        this.done = done;
    }

    @Override
    public List<Spec> tools() {
        return tools.tools();
    }

    @Override
    public CompletionStage<String> call(String name, String argumentsJson) {
        boolean effect = tools.tools().stream().anyMatch(t -> t.name().equals(name) && t.effect());
        if (!effect) {
            return tools.call(name, argumentsJson);
        }
        Proposal.Risk risk = DANGEROUS.matcher(name).matches() ? Proposal.Risk.HIGH : Proposal.Risk.MEDIUM;
        Proposal proposal =
                desk.propose(loop.nowMillis(), name, name + " " + argumentsJson, risk, p -> decided(p, argumentsJson));
        loop.after(patienceMillis + 1, () -> desk.tick(loop.nowMillis()));
        return CompletableFuture.completedFuture("This is only proposed, as " + proposal.id() + " with "
                + risk.name().toLowerCase(Locale.ROOT)
                + " risk. Say briefly what would be done, and ask for a clear yes.");
    }

    private void decided(Proposal proposal, String argumentsJson) {
        if (proposal.state() != Proposal.State.APPROVED) {
            done.accept(proposal, "");
            return;
        }
        tools.call(proposal.tool(), argumentsJson)
                .whenComplete((result, problem) -> loop.execute(
                        () -> done.accept(proposal, problem == null ? result : "it failed: " + problem.getMessage())));
    }

    /** Takes a yes or a no to the newest proposal; answers whether it was one. */
    boolean heard(String text, String who) {
        List<Proposal> pending = desk.pending();
        boolean no = NO.matcher(text).matches();
        if (pending.isEmpty() || !no && !YES.matcher(text).matches()) {
            return false;
        }
        return desk.decide(pending.getLast().id(), !no, who);
    }

    boolean isDecision(String text) {
        return !desk.pending().isEmpty()
                && (NO.matcher(text).matches() || YES.matcher(text).matches());
    }

    @Override
    public void close() {
        tools.close();
    }
}
