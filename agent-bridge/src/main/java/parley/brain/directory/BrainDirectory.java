package parley.brain.directory;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import parley.brain.approval.ApprovalDesk;
import parley.brain.bridge.BrainAddress;
import parley.brain.bridge.BrainTransport;
import parley.brain.bridge.GrpcTransport;
import parley.brain.bridge.RemoteCredentials;
import parley.brain.embedded.EmbeddedBrain;
import parley.brain.embedded.Knowledge;
import parley.brain.llm.LlmBrain;
import parley.brain.llm.LlmSettings;
import parley.brain.llm.Toolbox;
import parley.brain.mcp.McpErrands;
import parley.brain.mcp.McpToolbox;
import parley.brain.mcp.ToolServer;
import parley.brain.sdk.Brain;
import parley.brain.sdk.BrainHost;
import parley.brain.sdk.InProcessTransport;
import parley.brain.sdk.Meeting;
import parley.brain.sdk.ThreadLoops;

/** Finds a brain by its address. */
public final class BrainDirectory {
    private BrainDirectory() {}

    /** A way to a brain; what cannot be found or read is said at once. Whoever opens it closes it. */
    public static BrainTransport open(BrainAddress address, RemoteCredentials credentials) {
        return switch (address) {
            case BrainAddress.Remote remote -> new GrpcTransport(remote, credentials);
            case BrainAddress.Embedded embedded -> InProcessTransport.of(brain(embedded));
            case BrainAddress.Llm llm -> hosted(llm(llm.directory()));
        };
    }

    /** A way to an agent's brain that proposes at this desk, where it runs in this process. */
    public static BrainTransport open(
            BrainAddress address, RemoteCredentials credentials, String agent, ApprovalDesk approvals) {
        return switch (address) {
            case BrainAddress.Llm llm -> {
                List<ToolServer> servers = ToolServer.read(llm.directory());
                approvals.runAfterMeetings(agent, new McpErrands(servers));
                yield hosted(new LlmBrain(
                        llm.directory(),
                        LlmSettings.read(llm.directory(), System.getenv()),
                        toolboxes(servers),
                        approvals));
            }
            case BrainAddress.Remote remote -> open(remote, credentials);
            case BrainAddress.Embedded embedded -> open(embedded, credentials);
        };
    }

    private static BrainTransport hosted(LlmBrain brain) {
        ThreadLoops loops = new ThreadLoops();
        return new InProcessTransport(new BrainHost(brain, loops), () -> {
            brain.close();
            loops.close();
        });
    }

    /** A brain that runs in this process. */
    public static Brain brain(BrainAddress address) {
        return switch (address) {
            case BrainAddress.Embedded embedded ->
                new EmbeddedBrain(
                        embedded.knowledgeFile().isEmpty()
                                ? Knowledge.aboutParley()
                                : read(Path.of(embedded.knowledgeFile())));
            case BrainAddress.Llm llm -> llm(llm.directory());
            case BrainAddress.Remote remote -> throw new IllegalArgumentException(remote + " is not in this process");
        };
    }

    /** An agent's folder with its {@code model.json} and {@code tools.json}. */
    private static LlmBrain llm(Path directory) {
        return new LlmBrain(
                directory, LlmSettings.read(directory, System.getenv()), toolboxes(ToolServer.read(directory)));
    }

    private static Function<Meeting, Toolbox> toolboxes(List<ToolServer> servers) {
        return meeting -> servers.isEmpty() ? Toolbox.empty() : McpToolbox.connect(servers);
    }

    private static Knowledge read(Path file) {
        try {
            return Knowledge.read(file);
        } catch (IOException e) {
            throw new IllegalArgumentException("the knowledge file " + file + " cannot be read: " + e.getMessage(), e);
        }
    }

    /** Credentials as the configuration has them: a token and a folder with ca.pem, client.pem, client.key. */
    public static RemoteCredentials credentials(Optional<String> token, Optional<Path> certificates) {
        return certificates
                .map(directory -> RemoteCredentials.fromDirectory(directory, token))
                .orElseGet(() -> new RemoteCredentials(token, Optional.empty(), Optional.empty(), Optional.empty()));
    }
}
