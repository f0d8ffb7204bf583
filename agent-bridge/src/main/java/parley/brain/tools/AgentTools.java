package parley.brain.tools;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Supplier;
import parley.agent.v1.Tool;
import parley.agent.v1.ToolResult;
import parley.brain.approval.ApprovalDesk;
import parley.brain.llm.Toolbox;

/** What the brain of one agent may have run, in all its meetings. Any thread; what blocks does so on a thread of its own. */
public final class AgentTools implements AutoCloseable {
    private final CompletableFuture<Toolbox> toolbox;
    private final ApprovalDesk desk;

    /** @param connect may block; until it has answered there are no tools */
    public AgentTools(Supplier<Toolbox> connect, ApprovalDesk desk) {
        this.desk = desk;
        this.toolbox = CompletableFuture.supplyAsync(
                connect, task -> Thread.ofVirtual().name("tools").start(task));
    }

    /** Completes when the tools are there, or cannot be reached. */
    public CompletableFuture<Void> connected() {
        return toolbox.thenAccept(any -> {});
    }

    private Toolbox now() {
        return toolbox.isDone() && !toolbox.isCompletedExceptionally() ? toolbox.join() : Toolbox.empty();
    }

    /** What a brain is told that there is. */
    public List<Tool> offered() {
        return now().tools().stream()
                .map(tool -> Tool.newBuilder()
                        .setName(tool.name())
                        .setDescription(tool.description())
                        .setParametersJsonSchema(tool.parametersJsonSchema())
                        .setEffect(tool.effect() ? Tool.Effect.EFFECT_OUTSIDE : Tool.Effect.EFFECT_READS)
                        .build())
                .toList();
    }

    /** For one meeting; {@code told} gets what becomes of its calls, on any thread. */
    public MeetingTools open(String tenant, String meetingId, String agent, Consumer<ToolResult> told) {
        return new MeetingTools(now(), desk, new MeetingTools.Who(tenant, meetingId, agent), told);
    }

    @Override
    public void close() {
        toolbox.thenAccept(Toolbox::close);
    }
}
