package parley.brain.llm;

import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import parley.brain.approval.ApprovalDesk;
import parley.brain.approval.Proposal;
import parley.brain.approval.Proposer;
import parley.brain.approval.ToolUse;
import parley.brain.sdk.Meeting;

/** A toolbox in which a tool with an effect is only proposed; it is called when a person or a rule approves. */
final class ApprovedToolbox implements Toolbox, Proposer {
    private static final Logger LOG = LoggerFactory.getLogger(ApprovedToolbox.class);
    private static final Pattern YES =
            Pattern.compile("(?i).*\\b(?:approved?|go ahead|do it|yes,? please|yes,? (?:send|do|go)|confirmed?)\\b.*");
    private static final Pattern NO = Pattern.compile(
            "(?i).*\\b(?:reject(?:ed)?|don't|do not|cancel (?:it|that)|no,? (?:thanks|don't)|not approved?)\\b.*");

    private final Toolbox tools;
    private final ApprovalDesk desk;
    private final Meeting meeting;
    private final BiConsumer<Proposal, String> done;

    /** @param done told on the loop what became of a proposal: with its result, or without where it did not run */
    ApprovedToolbox(Toolbox tools, ApprovalDesk desk, Meeting meeting, BiConsumer<Proposal, String> done) {
        this.tools = tools;
        this.desk = desk;
        this.meeting = meeting;
        this.done = done;
    }

    @Override
    public List<Spec> tools() {
        return tools.tools();
    }

    @Override
    public CompletionStage<String> call(String name, String argumentsJson) {
        boolean effect = tools.tools().stream().anyMatch(t -> t.name().equals(name) && t.effect());
        return effect ? propose(name, argumentsJson) : tools.call(name, argumentsJson);
    }

    private CompletionStage<String> propose(String name, String argumentsJson) {
        Proposal.Risk risk = Proposal.Risk.of(name);
        try {
            Proposal proposal = desk.propose(
                    new ToolUse(meeting.tenant(), meeting.id(), meeting.agent(), name, argumentsJson, risk), this);
            long left = proposal.dueUnixMillis() - proposal.createdUnixMillis();
            meeting.loop().after(left + 1, desk::expire);
            return CompletableFuture.completedFuture("This is only proposed, as " + proposal.id() + " with "
                    + risk.name().toLowerCase(Locale.ROOT)
                    + " risk. Say briefly what would be done, and ask for a clear yes.");
        } catch (RuntimeException e) { // what cannot be written down is not done
            LOG.error("meeting {}: nothing can be proposed", meeting.id(), e);
            return CompletableFuture.completedFuture(FAILED + "it cannot be proposed just now");
        }
    }

    /** It was approved. */
    @Override
    public CompletionStage<String> run(String tool, String argumentsJson) {
        return tools.call(tool, argumentsJson);
    }

    @Override
    public void told(Proposal settled, String result) {
        meeting.loop().execute(() -> done.accept(settled, result));
    }

    /** Takes a yes or a no to the newest proposal; answers whether it was one. */
    boolean heard(String text, String who) {
        List<Proposal> pending = desk.pending(meeting.id());
        boolean no = NO.matcher(text).matches();
        if (pending.isEmpty() || !no && !YES.matcher(text).matches()) {
            return false;
        }
        return desk.decide(pending.getLast().id(), !no, who, "said in the meeting")
                .isPresent();
    }

    boolean isDecision(String text) {
        return !desk.pending(meeting.id()).isEmpty()
                && (NO.matcher(text).matches() || YES.matcher(text).matches());
    }

    @Override
    public void close() {
        desk.leave(this);
        tools.close();
    }
}
