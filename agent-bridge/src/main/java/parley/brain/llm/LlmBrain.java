package parley.brain.llm;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import parley.agent.v1.FloorPolicy;
import parley.agent.v1.Wants;
import parley.brain.approval.ApprovalRule;
import parley.brain.approval.AuditLog;
import parley.brain.approval.Proposal;
import parley.brain.embedded.Facilitator;
import parley.brain.embedded.MeetingNotes;
import parley.brain.memory.MemoryStore;
import parley.brain.mind.Mind;
import parley.brain.sdk.Brain;
import parley.brain.sdk.Meeting;
import parley.brain.sdk.MeetingHandler;

/** A brain that thinks with a language model, and is what its folder says. */
public final class LlmBrain implements Brain, AutoCloseable {
    private final Path directory;
    private final LlmSettings settings;
    private final Function<Meeting, Toolbox> toolboxes;
    private final List<ApprovalRule> rules;
    private final ChatClient client = new ChatClient();
    private final Map<String, Long> tokensToday = new HashMap<>();
    private LocalDate today = LocalDate.EPOCH;
    private @Nullable AuditLog auditLog;

    /** @param toolboxes the tools of a meeting, beside those that its gateway runs */
    public LlmBrain(Path directory, LlmSettings settings, Function<Meeting, Toolbox> toolboxes) {
        this(directory, settings, toolboxes, List.of());
    }

    /** @param rules decide on tools with an effect before a person is asked */
    public LlmBrain(
            Path directory, LlmSettings settings, Function<Meeting, Toolbox> toolboxes, List<ApprovalRule> rules) {
        Mind.read(directory);
        this.directory = directory;
        this.settings = settings;
        this.toolboxes = toolboxes;
        this.rules = List.copyOf(rules);
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

    List<ApprovalRule> rules() {
        return rules;
    }

    /** Written to {@code audit.jsonl} of the folder before anything is done. */
    synchronized void audit(Proposal proposal) {
        try {
            AuditLog log = auditLog;
            if (log == null) {
                log = new AuditLog(directory.resolve("audit.jsonl"), InstantSource.system());
                auditLog = log;
            }
            log.record(proposal);
        } catch (IOException e) {
            throw new UncheckedIOException("the audit log cannot be opened", e);
        }
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
    public synchronized void close() {
        client.close();
        AuditLog log = auditLog;
        if (log != null) {
            try {
                log.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
