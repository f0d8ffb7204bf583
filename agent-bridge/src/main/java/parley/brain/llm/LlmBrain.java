package parley.brain.llm;

import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import parley.agent.v1.FloorPolicy;
import parley.agent.v1.Wants;
import parley.brain.approval.ApprovalDesk;
import parley.brain.embedded.Facilitator;
import parley.brain.embedded.MeetingNotes;
import parley.brain.memory.MemoryStore;
import parley.brain.mind.Mind;
import parley.brain.sdk.Brain;
import parley.brain.sdk.Meeting;
import parley.brain.sdk.MeetingHandler;

/** A brain that thinks with a language model, and is what its folder says. */
public final class LlmBrain implements Brain, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LlmBrain.class);

    private final Path directory;
    private final LlmSettings settings;
    private final Function<Meeting, Toolbox> toolboxes;
    private final ApprovalDesk approvals;
    private final AutoCloseable ownApprovals;
    private final ChatClient client = new ChatClient();
    private final Map<String, Long> tokensToday = new HashMap<>();
    private LocalDate today = LocalDate.EPOCH;

    /** @param toolboxes the tools of a meeting, beside those that its gateway runs */
    public LlmBrain(Path directory, LlmSettings settings, Function<Meeting, Toolbox> toolboxes) {
        this(directory, settings, toolboxes, new OwnApprovals(directory));
    }

    private LlmBrain(Path directory, LlmSettings settings, Function<Meeting, Toolbox> toolboxes, OwnApprovals own) {
        this(directory, settings, toolboxes, own.desk(), own);
    }

    /** @param approvals where tools with an effect are proposed; whoever made it closes it */
    public LlmBrain(
            Path directory, LlmSettings settings, Function<Meeting, Toolbox> toolboxes, ApprovalDesk approvals) {
        this(directory, settings, toolboxes, approvals, () -> {});
    }

    private LlmBrain(
            Path directory,
            LlmSettings settings,
            Function<Meeting, Toolbox> toolboxes,
            ApprovalDesk approvals,
            AutoCloseable ownApprovals) {
        Mind.read(directory);
        this.directory = directory;
        this.settings = settings;
        this.toolboxes = toolboxes;
        this.approvals = approvals;
        this.ownApprovals = ownApprovals;
    }

    @Override
    public String name() {
        return "parley llm 1 (" + settings.primary().model() + ")";
    }

    @Override
    public Wants wants() {
        return Wants.newBuilder().setSpeculation(true).setReplyProgress(true).build();
    }

    @Override
    public MeetingHandler attend(Meeting meeting) {
        MeetingNotes notes = new MeetingNotes();
        Thinker thinker = new Thinker(
                meeting, this, Mind.read(directory), MemoryStore.in(directory), toolboxes.apply(meeting), notes);
        return meeting.opened().getPolicy() == FloorPolicy.FLOOR_POLICY_FACILITATOR
                ? new Facilitator(meeting, thinker, notes, new ModelWording(meeting, this, thinker))
                : thinker;
    }

    ApprovalDesk approvals() {
        return approvals;
    }

    ChatClient client() {
        return client;
    }

    LlmSettings settings() {
        return settings;
    }

    /** In the order in which they are to be asked: one whose budget is used up comes last. */
    synchronized List<Endpoint> endpoints() {
        newDay();
        List<Endpoint> order = new ArrayList<>(List.of(settings.primary()));
        settings.fallback().ifPresent(order::add);
        if (order.size() > 1 && usedUp(order.getFirst())) {
            order.add(order.removeFirst());
        }
        return order;
    }

    private boolean usedUp(Endpoint endpoint) {
        return endpoint.dailyTokens() > 0 && tokensToday.getOrDefault(endpoint.model(), 0L) >= endpoint.dailyTokens();
    }

    synchronized void spent(String model, long tokens) {
        newDay();
        tokensToday.merge(model, tokens, Long::sum);
    }

    private void newDay() {
        LocalDate now = LocalDate.now(ZoneOffset.UTC);
        if (!now.equals(today)) {
            today = now;
            tokensToday.clear();
        }
    }

    @Override
    public void close() {
        client.close();
        try {
            ownApprovals.close();
        } catch (Exception e) {
            LOG.warn("the audit log of {} cannot be closed", directory, e);
        }
    }
}
