package parley.brain.mcp;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import parley.brain.approval.ToolRunner;

/** Runs single tools of MCP servers when no meeting has them open: connects, calls, and lets go. Any thread. */
public final class McpErrands implements ToolRunner {
    private final List<ToolServer> servers;

    public McpErrands(List<ToolServer> servers) {
        this.servers = List.copyOf(servers);
    }

    @Override
    public CompletionStage<String> run(String tool, String argumentsJson) {
        CompletableFuture<String> result = new CompletableFuture<>();
        Thread.ofVirtual().name("errand").start(() -> {
            try (McpToolbox tools = McpToolbox.connect(servers)) {
                result.complete(
                        tools.call(tool, argumentsJson).toCompletableFuture().join());
            } catch (RuntimeException e) {
                result.completeExceptionally(e);
            }
        });
        return result;
    }
}
